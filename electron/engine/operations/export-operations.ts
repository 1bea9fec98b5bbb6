import { basename } from "node:path";
import type { Caller, Handlers } from "../../../shared/contract/client.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import type { ExportedFile } from "../../../shared/contract/exports.ts";
import { checkExport, placeOf, planExport, writeExport } from "../exports/export-file.ts";
import { rerunBundle } from "../exports/rerun-bundle.ts";
import { openBundle } from "../exports/verify-bundle.ts";
import { type EngineParts, requireWritable, resolveFiles } from "./engine-parts.ts";
import { requirePlace } from "./label-operations.ts";
import { recordFileExport } from "./model-lineage.ts";
import { runJob } from "./run-job.ts";
import { signer } from "./triage-operations.ts";

/** An export leaves the desk, so a person signs for it before the first byte is written. */
export function exportOperations(
  parts: EngineParts,
): Pick<Handlers, "exports.plan" | "exports.write" | "exports.verifyArchive" | "exports.rerun"> {
  const { workspace, board, queryEngine, runtime } = parts;
  const { paths, db } = workspace;
  const bundling = { queryEngine, keyPath: paths.signingKey };
  return {
    "exports.plan": ({ wanted }, { signal }) => planExport({ workspace, board, wanted, signal }),
    "exports.write": (input, context) => {
      const { wanted, out } = input;
      requireWritable(parts);
      if (out !== undefined && context.caller.trust !== "local") throw new AppError("forbidden", "a page may not name paths");
      if (out !== undefined) requirePlace(out);
      checkExport({ workspace, board, wanted, signal: context.signal });
      const path = placeOf(workspace, wanted, out);
      const actor = signer(parts, input.analyst);
      return runJob(parts, "exports.write", `Export ${wanted.what}`, context, async (signal, progress) => {
        const { id: decision } = workspace.log.append({ actor, kind: "export.write", body: { wanted, file: basename(path) } });
        const report = (done: number, total: number): void => progress({ stage: "writing", done, total, unit: "rows" });
        const write = (): Promise<ExportedFile> =>
          writeExport({ workspace, board, wanted, path, decision, tools: { ...bundling, signedBy: actor, signal }, progress: report });
        return { ...(await recordFileExport(parts, wanted.what, write)), decision };
      });
    },
    "exports.verifyArchive": async ({ key, ...archive }, { caller }) =>
      openBundle(archiveOf(parts, caller, archive), { key, ownKeyPath: paths.signingKey }).report,
    "exports.rerun": (archive, context) => {
      const path = archiveOf(parts, context.caller, archive);
      const { report, manifest, anomalies } = openBundle(path, { key: undefined, ownKeyPath: paths.signingKey });
      if (!report.ok || manifest === undefined) throw new AppError("bad-input", "The archive is not as it was signed.", { file: path });
      return runJob(parts, "exports.rerun", `Score hunt ${manifest.hunt} again`, context, async (signal, progress) => ({
        report,
        runs: await rerunBundle({ db, workspaceRoot: paths.root, queryEngine, runtime, signal, progress }, manifest, anomalies),
      }));
    },
  };
}

function archiveOf(parts: EngineParts, caller: Caller, input: { paths: readonly string[]; grants: readonly string[] }): string {
  const [file] = resolveFiles(parts, caller, input);
  if (file === undefined) throw new AppError("bad-input", "name an archive", { field: "paths" });
  return file.path;
}
