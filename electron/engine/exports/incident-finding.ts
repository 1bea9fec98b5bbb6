import type { HuntDetail } from "../../../shared/contract/hunts.ts";
import { huntOutcomes, titleAmong } from "../../../shared/domain/hunt.ts";
import { contentId } from "../hash.ts";
import { findingInfo } from "./detection-finding.ts";
import { type Finding, observedTechniques, type RunFacts } from "./finding.ts";
import { metadataOf, toAttack, toMs } from "./ocsf-objects.ts";
import { incidentStatus } from "./workflow-status.ts";

const classUid = 2005;

/** OCSF `verdict_id` by outcome. OCSF has no word for a hunt that found nothing, so that is Other, in the hunt's own words. */
const verdictIds: { readonly [K in NonNullable<HuntDetail["outcome"]>]: number } = {
  "hypothesis-confirmed-malicious": 2,
  "hypothesis-confirmed-benign": 5,
  "hypothesis-not-confirmed": 99,
  inconclusive: 7,
};

/** Machine tags of the MISP taxonomy hunt-ex; words of ours that it does not have are left out. */
export function huntTags({ record }: Pick<HuntDetail, "record">): string[] {
  const tag = (predicate: string, value: string): string => `hunt-ex:${predicate}="${value}"`;
  return [
    tag("methodology", "model-assisted"),
    ...(record.trigger === "model-anomaly" ? [] : [tag("trigger", record.trigger)]),
    ...(record.outcome === null ? [] : [tag("outcome", record.outcome)]),
    ...[...new Set(record.byproducts.map((one) => one.kind))].toSorted().map((kind) => tag("byproduct", kind)),
    ...(record.handOff === null || record.handOff === "none" ? [] : [tag("handoff", record.handOff)]),
  ];
}

/** Techniques that a person confirmed: named in a member's verdict or, where the hunt was closed as malicious over a member judged so, those of the hunt. */
export function huntTechniques({ record }: Pick<HuntDetail, "record">, findings: readonly Finding[]): string[] {
  const isShown = findings.some(({ verdict, body }) => verdict?.key === "malicious" && body.evidenceCount > 0);
  const ofHunt = record.outcome === "hypothesis-confirmed-malicious" && isShown ? record.techniques : [];
  return [...new Set([...findings.flatMap(observedTechniques), ...ofHunt])].toSorted();
}

/**
 * An OCSF 1.8 Incident Finding (2005, `security_control` profile for `is_alert`) of one hunt, which a person opened. It is an alert only once the
 * hunt is closed as malicious. `members` are its anomalies, those withheld from judgement left out.
 */
export function toIncidentFinding(hunt: HuntDetail, members: readonly { readonly facts: RunFacts; readonly finding: Finding }[]) {
  const { record, history } = hunt;
  const { activityId, activity, statusId, status } = incidentStatus(hunt.stage);
  const last = history.at(-1);
  const isConfirmed = record.outcome === "hypothesis-confirmed-malicious";
  const attacks = huntTechniques(
    hunt,
    members.map(({ finding }) => finding),
  );
  return {
    activity_id: activityId,
    activity_name: activity,
    category_uid: 2,
    category_name: "Findings",
    class_uid: classUid,
    class_name: "Incident Finding",
    type_uid: classUid * 100 + activityId,
    type_name: `Incident Finding: ${activity}`,
    time: toMs(last?.at ?? hunt.openedAt),
    ...(hunt.window === null ? {} : { start_time: toMs(hunt.window.from), end_time: toMs(hunt.window.to) }),
    severity_id: 0,
    severity: "Unknown",
    message: record.topic,
    desc: hypothesisOf(record),
    metadata: metadataOf(contentId({ hunt: hunt.id, decision: last?.decision ?? null }).slice(0, 32), "security_control", huntTags(hunt)),
    status_id: statusId,
    status,
    is_alert: isConfirmed,
    verdict_id: record.outcome === null ? 0 : verdictIds[record.outcome],
    verdict: record.outcome === null ? "Unknown" : titleAmong(huntOutcomes, record.outcome),
    assignee: { name: record.owner.trim() === "" ? hunt.openedBy : record.owner },
    ...(attacks.length === 0 ? {} : { attacks: attacks.map((id) => toAttack(id)) }),
    finding_info_list: members.map(({ facts, finding }) => findingInfo(facts, finding)),
    enrichments: [
      {
        name: "quarry.hunt",
        type: "hunt",
        value: hunt.id,
        created_time: toMs(hunt.openedAt),
        provider: hunt.openedBy,
        desc: "The hunt's record, its priority and the entries of the decision log that made it.",
        data: {
          hunt: hunt.id,
          stage: hunt.stage,
          record,
          priority: hunt.priority,
          decisions: history.map(({ decision, analyst, at, what }) => ({ decision, analyst, at: toMs(at), what })),
          verdicts: members.flatMap(({ finding: { id, verdict } }) =>
            verdict === undefined ? [] : [{ anomaly: id, verdict: verdict.key, analyst: verdict.analyst, decision: verdict.decision }],
          ),
        },
      },
    ],
  };
}

const hypothesisOf = ({ hypothesis, topic }: HuntDetail["record"]): string => {
  const said = [hypothesis.actor, hypothesis.behaviour, hypothesis.location, hypothesis.evidence].filter((part) => part.trim() !== "");
  return said.length === 0 ? topic : said.join("; ");
};
