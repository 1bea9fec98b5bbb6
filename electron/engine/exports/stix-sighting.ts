import { type Finding, observedTechniques, type RunFacts } from "./finding.ts";
import { hostNameOf, kindOf } from "../hunts/entity-words.ts";
import { attackPattern, stixId, type StixObject, stixTime, toObservables } from "./stix-objects.ts";

/** The scale None/Low/Med/High of STIX 2.1, appendix A. */
const confidences = { low: 15, medium: 50, high: 85 } as const;

const most = 999_999_999;

/** Who says so: the workspace, since its first decision. */
export function producer(sinceUs: number): StixObject {
  const time = stixTime(sinceUs);
  return {
    type: "identity",
    spec_version: "2.1",
    id: stixId("identity", { producer: "Quarry" }),
    created: time,
    modified: time,
    name: "Quarry",
    identity_class: "system",
  };
}

/** The model version as what was sighted. Its pattern names it: what it looks for is its feature SQL and forest. */
function indicatorOf({ run, pkg, version }: RunFacts, author: string): StixObject {
  const time = stixTime(version?.createdAt ?? run.createdAt);
  return {
    type: "indicator",
    spec_version: "2.1",
    id: stixId("indicator", { model: run.model, version: run.modelVersion }),
    created_by_ref: author,
    created: time,
    modified: time,
    name: pkg?.title ?? run.model,
    ...(pkg === undefined ? {} : { description: pkg.hypothesis }),
    indicator_types: ["anomalous-activity"],
    pattern: `${run.model}@${run.modelVersion}`,
    pattern_type: "quarry-model",
    valid_from: time,
  };
}

const hostIdentity = (entity: string, author: string, time: string): StixObject => ({
  type: "identity",
  spec_version: "2.1",
  id: stixId("identity", { host: entity }),
  created_by_ref: author,
  created: time,
  modified: time,
  name: hostNameOf(entity) ?? entity,
  identity_class: "system",
});

/**
 * Everything about one anomaly that a person confirmed: what was sighted, what was observed, where, and the techniques named. Times are those of
 * version, window and verdict. An object that several sightings share comes with each of them.
 */
export function toSighting(facts: RunFacts, finding: Finding, author: string): StixObject[] {
  const { body, verdict, fromUs, toUs } = finding;
  const { run } = facts;
  const decided = stixTime(verdict?.atUs ?? run.createdAt);
  const common = { spec_version: "2.1", created_by_ref: author, created: decided, modified: decided } as const;
  const indicator = indicatorOf(facts, author);
  const seen = body.entities.flatMap(toObservables);
  const hosts = body.entities
    .filter((entity) => kindOf(entity) === "host")
    .map((entity) => hostIdentity(entity, author, stixTime(run.createdAt)));
  const [first, last] = [stixTime(fromUs), stixTime(toUs)];
  const count = Math.min(most, body.evidenceCount);
  const observed: StixObject[] =
    count === 0 || seen.length === 0
      ? []
      : [
          {
            ...common,
            type: "observed-data",
            id: stixId("observed-data", { anomaly: finding.id }),
            first_observed: first,
            last_observed: last,
            number_observed: count,
            object_refs: [...new Set(seen.map(({ id }) => id))],
            ...(body.evidence.length === 0
              ? {}
              : {
                  external_references: body.evidence.map((ref) => ({
                    source_name: "quarry-event",
                    external_id: ref.eventId,
                    description: `${ref.class}, record ${ref.record} of ${ref.file}`,
                  })),
                }),
          },
        ];
  const sighting: StixObject = {
    ...common,
    type: "sighting",
    id: stixId("sighting", { anomaly: finding.id, decision: verdict?.decision ?? null }),
    description: [body.headline, ...body.reasons].join("; "),
    first_seen: first,
    last_seen: last,
    count,
    sighting_of_ref: indicator.id,
    ...(observed.length === 0 ? {} : { observed_data_refs: observed.map(({ id }) => id) }),
    ...(hosts.length === 0 ? {} : { where_sighted_refs: hosts.map(({ id }) => id) }),
    ...(verdict?.confidence === undefined ? {} : { confidence: confidences[verdict.confidence] }),
    external_references: [
      {
        source_name: "quarry-anomaly",
        external_id: finding.id,
        description: `score ${finding.score}, p ${finding.pValue} of ${run.calibrationRows} calibration rows; model version ${run.modelVersion}; dataset version ${run.datasetVersion}`,
      },
      {
        source_name: "quarry-decision",
        external_id: verdict?.decision ?? "",
        description: `confirmed malicious by ${verdict?.analyst ?? "nobody"}`,
      },
    ],
  };
  const techniques = observedTechniques(finding).flatMap((technique): StixObject[] => {
    const pattern = attackPattern(technique, facts.pkg?.attack.find((a) => a.technique === technique)?.name);
    return [
      pattern,
      {
        ...common,
        type: "relationship",
        id: stixId("relationship", { indicates: technique, indicator: indicator.id }),
        relationship_type: "indicates",
        source_ref: indicator.id,
        target_ref: pattern.id,
      },
    ];
  });
  return [indicator, ...hosts, ...seen, ...observed, sighting, ...techniques];
}
