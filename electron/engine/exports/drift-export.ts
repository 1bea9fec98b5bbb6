import type { DriftReport } from "../../../shared/contract/drift.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import type { Wanted } from "../../../shared/contract/exports.ts";
import type { Run } from "../../../shared/contract/models.ts";
import { toHtml } from "../hunts/report-html.ts";
import { driftOfRun } from "../scoring/run-drift.ts";
import { latestRuns } from "../scoring/runs.ts";
import { driftParts } from "./drift-parts.ts";
import type { ExportKind } from "./export-kind.ts";
import type { ExportSource } from "./export-source.ts";

type Drift = Extract<Wanted, { what: "drift" }>;

/** The newest run of the model and what it was found to be. Throws AppError `not-found` where no run was compared with training. */
function reportOf({ db }: ExportSource, { model }: Drift): { readonly run: Run; readonly report: DriftReport } {
  const [run] = latestRuns(db, model);
  const report = run === undefined ? undefined : driftOfRun(db, run.id);
  if (run === undefined || report === undefined)
    throw new AppError("not-found", `No run of ${model} has been compared with training yet.`, { field: "model" });
  return { run, report };
}

export const driftExport: ExportKind<Drift> = {
  plan: async (source, wanted) => {
    const { report } = reportOf(source, wanted);
    const count = (of: (check: DriftReport["checks"][number]) => boolean): number => report.checks.filter(of).length;
    const raised = count((check) => check.raised);
    const insufficient = count((check) => !check.raised && check.outcome === "insufficient");
    const parts = [
      { title: "Raised", n: raised },
      { title: "Insufficient", n: insufficient },
      { title: "As trained, or moved once", n: report.checks.length - raised - insufficient },
    ];
    return {
      unit: "check",
      rows: report.checks.length,
      parts: parts.filter(({ n }) => n > 0),
      leftOut: [],
      remarks: [report.because, ...(report.warning === null ? [] : [report.warning])],
    };
  },
  pieces: async (source, wanted) => {
    const { report } = reportOf(source, wanted);
    return [wanted.format === "html" ? toHtml(driftParts(report)) : `${JSON.stringify(report, null, 2)}\n`];
  },
  rowsOf: () => undefined,
  usedRuns: (source, wanted) => [reportOf(source, wanted).run],
  mediaType: ({ format }) => (format === "html" ? "text/html" : "application/json"),
  fileName: ({ model, format }) => ({ stem: `drift-${model}`, ending: format }),
};
