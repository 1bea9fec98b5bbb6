import { verdictKind } from "../../../shared/domain/verdict.ts";
import type { Contribution } from "../../../shared/contract/triage.ts";
import { contentId } from "../hash.ts";
import { type Finding, observedTechniques, type RunFacts } from "./finding.ts";
import { metadataOf, toAttack, toMs, toObservables, toResources } from "./ocsf-objects.ts";
import { findingStatus } from "./workflow-status.ts";

const classUid = 2004;

/** OCSF `analytic.state_id` by the stage its version had when it ran. */
const analyticStates = {
  champion: [1, "Active"],
  challenger: [3, "Experimental"],
  validated: [3, "Experimental"],
  registered: [3, "Experimental"],
  retired: [2, "Suppressed"],
  quarantined: [2, "Suppressed"],
} as const;

const confidences = { low: [1, "Low"], medium: [2, "Medium"], high: [3, "High"] } as const;

function analyticOf({ run, pkg, version }: RunFacts) {
  const [stateId, state] = analyticStates[run.stage];
  return {
    uid: run.model,
    name: pkg?.title ?? run.model,
    type_id: 4,
    type: "Learning (ML/DL)",
    version: run.modelVersion,
    state_id: stateId,
    state,
    ...(pkg === undefined ? {} : { desc: pkg.hypothesis }),
    ...(version === undefined
      ? {}
      : { algorithm: version.foreign === undefined ? "isolation-forest" : `onnx (${version.foreign.producer})` }),
  };
}

/** Candidate techniques come from the model and are only tags; `attacks` is what a person confirmed. */
export function findingInfo(facts: RunFacts, finding: Finding) {
  const { run, pkg } = facts;
  const { body, verdict } = finding;
  const attacks = observedTechniques(finding);
  const candidates = pkg?.attack.map((a) => a.technique) ?? [];
  const tags = [
    ...(candidates.length === 0 ? [] : [{ name: "attack.candidate", values: candidates }]),
    ...(finding.blind === undefined
      ? []
      : [{ name: "blind_sample", values: [finding.blind.kind, `propensity ${finding.blind.propensity}`] }]),
  ];
  return {
    uid: finding.id,
    title: body.headline,
    desc: body.reasons.join("; "),
    types: ["anomaly"],
    created_time: toMs(run.createdAt),
    modified_time: toMs(verdict?.atUs ?? run.createdAt),
    first_seen_time: toMs(finding.fromUs),
    last_seen_time: toMs(finding.toUs),
    analytic: analyticOf(facts),
    data_sources: [...new Set(body.evidence.map((ref) => ref.file))].toSorted(),
    related_events_count: body.evidenceCount,
    ...(tags.length === 0 ? {} : { tags }),
    ...(attacks.length === 0 ? {} : { attacks: attacks.map((id) => toAttack(id, pkg?.attack.find((a) => a.technique === id)?.name)) }),
  };
}

/** Observed against expected, feature by feature: those that raised the score, strongest first. */
function anomalyAnalysis({ body }: Finding) {
  const raised = body.contributions.filter((one) => one.contribution > 0).toSorted((a, b) => b.contribution - a.contribution);
  if (raised.length === 0) return [];
  const unit = (one: Contribution): string => (one.unit === "" ? one.title : `${one.title}, ${one.unit}`);
  return [
    {
      analysis_targets: Object.entries(body.subject.keys).map(([type, name]) => ({ name, type })),
      anomalies: raised.map((one) => ({
        observation_parameter: one.feature,
        observation_type: unit(one),
        observed_pattern: one.sentence,
        observations: [{ value: one.value === null ? "not given" : String(one.value), count: 1 }],
      })),
      baselines: raised.map((one) => ({
        observation_parameter: one.feature,
        observation_type: `median of the training rows: ${unit(one)}`,
        observations: [{ value: String(one.baseline.median), count: one.baseline.n }],
      })),
    },
  ];
}

/** Where each number comes from, and who decided what on it. */
function enrichmentsOf({ run, version }: RunFacts, finding: Finding) {
  const { body, verdict, score, pValue, qValue } = finding;
  const lineage = {
    run: run.id,
    model: run.model,
    modelVersion: run.modelVersion,
    datasetVersion: run.datasetVersion,
    ...(version === undefined
      ? {}
      : {
          featureSqlDigest: version.featureSqlDigest,
          onnxSha256: version.onnxSha256,
          codeDigest: version.codeDigest,
          mappingDigests: version.mappingDigests,
          trainedOn: version.datasetVersion,
        }),
  };
  return [
    {
      name: "quarry.score",
      type: "score",
      value: String(score),
      desc: "Higher is stranger; the p-value is conformal, its resolution 1/(calibrationRows + 1).",
      data: { score, pValue, qValue, calibrationRows: run.calibrationRows, subjects: run.subjects, features: body.features },
    },
    { name: "quarry.lineage", type: "lineage", value: run.id, desc: "What made this finding.", data: lineage },
    ...(verdict === undefined
      ? []
      : [
          {
            name: "quarry.decision",
            type: "decision",
            value: verdict.decision,
            created_time: toMs(verdict.atUs),
            provider: verdict.analyst,
            desc: "The entry of the decision log behind verdict, status and alert.",
            data: {
              decision: verdict.decision,
              verdict: verdict.key,
              analyst: verdict.analyst,
              reason: verdict.reason,
              note: verdict.note,
              anomalyValid: verdict.valid ?? verdictKind(verdict.key).anomalyValid,
              duplicateOf: verdict.original ?? null,
              bulkId: verdict.bulkId ?? null,
              carriedFrom: verdict.carriedFrom ?? null,
            },
          },
        ]),
  ];
}

/**
 * An OCSF 1.8 Detection Finding (2004, `incident` profile). It is an alert only once a person has confirmed it as malicious. Severity is
 * unknown: a p-value says how rare something is, not how bad. Times are those of run and verdict, so that the same decisions give the same bytes.
 */
export function toDetectionFinding(facts: RunFacts, finding: Finding) {
  const { verdict, body } = finding;
  const { activityId, activity, statusId, status } = findingStatus(finding);
  const kind = verdict === undefined ? undefined : verdictKind(verdict.key);
  const confidence = verdict?.confidence === undefined ? undefined : confidences[verdict.confidence];
  const info = findingInfo(facts, finding);
  const analyses = anomalyAnalysis(finding);
  return {
    activity_id: activityId,
    activity_name: activity,
    category_uid: 2,
    category_name: "Findings",
    class_uid: classUid,
    class_name: "Detection Finding",
    type_uid: classUid * 100 + activityId,
    type_name: `Detection Finding: ${activity}`,
    time: info.modified_time,
    start_time: toMs(finding.fromUs),
    end_time: toMs(finding.toUs),
    severity_id: 0,
    severity: "Unknown",
    message: body.headline,
    metadata: metadataOf(
      contentId({ anomaly: finding.id, decision: verdict?.decision ?? null, status: statusId }).slice(0, 32),
      "incident",
    ),
    status_id: statusId,
    status,
    is_alert: verdict?.key === "malicious",
    verdict_id: kind?.ocsfVerdictId ?? 0,
    verdict: kind?.title ?? "Unknown",
    ...(confidence === undefined ? {} : { confidence_id: confidence[0], confidence: confidence[1] }),
    finding_info: info,
    ...(analyses.length === 0 ? {} : { anomaly_analyses: analyses }),
    evidences: body.evidence.map(({ eventId, class: className, time, file, record, ids }) => ({
      uid: eventId,
      name: `${className}, record ${record} of ${file}`,
      data: { class: className, time: toMs(time), file, record, ids },
    })),
    resources: toResources(body.entities),
    observables: toObservables(body.entities),
    enrichments: enrichmentsOf(facts, finding),
  };
}
