import { mkdirSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { Handlers } from "../../../shared/contract/client.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import type { ExportedModel } from "../../../shared/contract/model-exports.ts";
import type { ModelVersion } from "../../../shared/contract/models.ts";
import { declareVersion } from "../exports/mlflow-declared.ts";
import { mlflowFiles, modelUuid } from "../exports/mlflow-model.ts";
import { writeFolder } from "../exports/write-folder.ts";
import { contentId, sha256 } from "../hash.ts";
import { requireVersion } from "../lifecycle/set-stage.ts";
import { loadBundle, readBundleFiles } from "../scoring/bundle.ts";
import { type EngineParts, requireWritable } from "./engine-parts.ts";
import { recordModelExport } from "./model-lineage.ts";
import { runJob } from "./run-job.ts";
import { signer } from "./triage-operations.ts";

type Written = Omit<ExportedModel, "decision">;

/** A model leaves the desk as an export does: a person signs for it before the first byte is written. */
export function modelExportOperations(parts: EngineParts): Pick<Handlers, "models.export"> {
  const { db, log, paths } = parts.workspace;
  return {
    "models.export": ({ model, version: selector, format, out, analyst }, context) => {
      requireWritable(parts);
      if (out !== undefined && context.caller.trust !== "local") throw new AppError("forbidden", "a page may not name paths");
      if (out !== undefined && statSync(dirname(resolve(out)), { throwIfNoEntry: false })?.isDirectory() !== true)
        throw new AppError("io", `there is no folder ${dirname(resolve(out))}`, { file: out });
      const version = requireVersion(db, model, selector);
      loadBundle(paths.root, model, version.id);
      const path = out === undefined ? join(paths.exports, `${format}-${model}-${version.id.slice(0, 12)}`) : resolve(out);
      const actor = signer(parts, analyst);
      return runJob(parts, "models.export", `Export ${model} ${version.id.slice(0, 12)}`, context, async (signal) => {
        const wanted = { what: "model", format, version: version.id };
        const { id: decision } = log.append({ actor, kind: "export.write", body: { wanted, model, file: basename(path) } });
        if (out === undefined) mkdirSync(paths.exports, { recursive: true });
        const written = await recordModelExport(parts, version, () => writeVersion(parts, version, path, signal));
        return { ...written, decision };
      });
    },
  };
}

/** Opened as anybody else's model is, in a process of its own: what cannot be read there could not be taken in anywhere. */
async function writeVersion(parts: EngineParts, version: ModelVersion, path: string, signal: AbortSignal): Promise<Written> {
  const { root } = parts.workspace.paths;
  const bundle = loadBundle(root, version.model, version.id);
  const opened = await parts.runtime.openForeign(
    { bytes: bundle.onnx, sidecars: new Map(), allowControlFlow: bundle.foreign?.allowControlFlow ?? false },
    { signal },
  );
  try {
    const { manifest, facts } = await declareVersion(bundle, version.id, opened, signal);
    const { "model.onnx": _, ...files } = readBundleFiles(root, version.model, version.id);
    const made = mlflowFiles({ versionId: version.id, bundle, manifest, facts, files });
    writeFolder(path, made);
    const listed = made.map(({ name, bytes }) => ({ name, sha256: sha256(bytes), bytes: bytes.length }));
    return {
      model: version.model,
      version: version.id,
      format: "mlflow",
      folder: basename(path),
      digest: contentId(listed),
      modelUuid: modelUuid(version.id),
      files: listed,
      goldenRows: manifest.golden?.in.length ?? 0,
    };
  } finally {
    opened.close();
  }
}
