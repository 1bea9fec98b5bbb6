import { basename } from "node:path";
import type { Handlers } from "../../../shared/contract/client.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import type { ExportedFile } from "../../../shared/contract/exports.ts";
import { placeOf, planExport, writeExport } from "../exports/export-file.ts";
import { type EngineParts, requireWritable } from "./engine-parts.ts";
import { requirePlace } from "./label-operations.ts";
import { recordFileExport } from "./model-lineage.ts";
import { runJob } from "./run-job.ts";
import { signer } from "./triage-operations.ts";

/** An export leaves the desk, so a person signs for it before the first byte is written. */
export function exportOperations(parts: EngineParts): Pick<Handlers, "exports.plan" | "exports.write"> {
  const { workspace, board } = parts;
  return {
    "exports.plan": async ({ wanted }) => planExport(workspace, board, wanted),
    "exports.write": (input, context) => {
      const { wanted, out } = input;
      requireWritable(parts);
      if (out !== undefined && context.caller.trust !== "local") throw new AppError("forbidden", "a page may not name paths");
      if (out !== undefined) requirePlace(out);
      planExport(workspace, board, wanted);
      const path = placeOf(workspace, wanted, out);
      const actor = signer(parts, input.analyst);
      return runJob(parts, "exports.write", `Export ${wanted.what}`, context, async (signal, progress) => {
        const { id: decision } = workspace.log.append({ actor, kind: "export.write", body: { wanted, file: basename(path) } });
        const report = (done: number, total: number): void => progress({ stage: "writing", done, total, unit: "rows" });
        const write = (): Promise<ExportedFile> => writeExport({ workspace, board, wanted, path, decision, signal, progress: report });
        return { ...(await recordFileExport(parts, wanted.what, write)), decision };
      });
    },
  };
}
