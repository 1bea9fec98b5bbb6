import type { Receipt, TrainingReport } from "../../../shared/contract/training.ts";
import type { ModelVersion } from "../../../shared/contract/models.ts";
import type { Database } from "../sqlite/database.ts";
import { readJudged } from "./label-rows.ts";

export interface TaughtVersion {
  readonly version: ModelVersion;
  readonly report: TrainingReport;
}

interface ReceiptQuery {
  readonly model?: string | undefined;
  readonly anomalyId?: string | undefined;
}

/** What became of every verdict in force. `taught` are the versions trained with labels, newest first. */
export function receiptsOf(db: Database, taught: readonly TaughtVersion[], { model, anomalyId }: ReceiptQuery): Receipt[] {
  const facts = taught.map(({ version, report }) => ({
    version,
    used: new Map(report.used.map((u) => [u.anomalyId, u])),
    leftOut: new Map(report.leftOut.map((l) => [l.anomalyId, l.because])),
  }));
  return readJudged(db, model)
    .filter(({ row }) => anomalyId === undefined || row.anomaly === anomalyId)
    .map(({ row, body, excludedBecause }) => ({
      anomalyId: row.anomaly,
      model: row.model,
      subject: body.subject.label,
      verdict: row.verdict,
      analyst: row.analyst,
      at: row.at_us,
      stratum: row.stratum,
      propensity: row.propensity,
      versions: facts.flatMap(({ version, used }) => {
        const use = used.get(row.anomaly);
        return use === undefined || version.model !== row.model
          ? []
          : [{ version: version.id, stage: version.stage, isAnomaly: use.isAnomaly, weight: use.weight }];
      }),
      leftOutBecause: excludedBecause ?? facts.find(({ version }) => version.model === row.model)?.leftOut.get(row.anomaly) ?? null,
    }))
    .toSorted((a, b) => b.at - a.at || (a.anomalyId < b.anomalyId ? -1 : 1));
}
