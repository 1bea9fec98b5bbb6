import { statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import type { Handlers } from "../../../shared/contract/client.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import { auditEstimates } from "../labels/audit-estimate.ts";
import { exportLabels } from "../labels/export-labels.ts";
import { receiptsOf, type TaughtVersion } from "../labels/receipts.ts";
import { loadBundle } from "../scoring/bundle.ts";
import { modelVersions } from "../scoring/versions.ts";
import { type EngineParts, requireWritable } from "./engine-parts.ts";
import { recordExport } from "./model-lineage.ts";
import { runJob } from "./run-job.ts";
import { signer } from "./triage-operations.ts";

/** An export leaves the desk, so a person signs for it before the first byte is written. */
export function labelOperations(parts: EngineParts): Pick<Handlers, "labels.export" | "labels.receipts" | "labels.audit"> {
  const { db, log, paths } = parts.workspace;
  return {
    "labels.receipts": async (input) => receiptsOf(db, taughtVersions(parts, input.model), input),
    "labels.audit": async ({ model }) => auditEstimates(db, model),
    "labels.export": (input, context) => {
      requireWritable(parts);
      if (input.out !== undefined && context.caller.trust !== "local") throw new AppError("forbidden", "a page may not name paths");
      if (input.out !== undefined) requirePlace(input.out);
      const actor = signer(parts, input.analyst);
      return runJob(parts, "labels.export", `Export labels as ${input.format}`, context, async () => {
        log.append({
          actor,
          kind: "labels.export",
          body: { format: input.format, model: input.model ?? null, file: input.out === undefined ? null : basename(input.out) },
        });
        const { format, out, model } = input;
        return recordExport(parts, () => exportLabels({ db, workspaceRoot: paths.root, format, out, model }));
      });
    },
  };
}

/** Versions trained with labels, newest first. */
export function taughtVersions({ workspace: { db, paths } }: EngineParts, model: string | undefined): TaughtVersion[] {
  return modelVersions(db, model).flatMap((version) => {
    const report = version.labels === undefined ? undefined : loadBundle(paths.root, version.model, version.id).training;
    return report === undefined ? [] : [{ version, report }];
  });
}

/** Nothing is signed for that cannot be written. */
export function requirePlace(out: string): void {
  const dir = dirname(resolve(out));
  if (statSync(dir, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new AppError("io", `there is no folder ${dir}`, { file: out });
  if (statSync(out, { throwIfNoEntry: false })?.isDirectory() === true)
    throw new AppError("io", `${out} is a folder; name a file`, { file: out });
}
