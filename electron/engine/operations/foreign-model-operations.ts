import type { Handlers } from "../../../shared/contract/client.ts";
import type { TimeRange } from "../../../shared/contract/telemetry.ts";
import { findPackage, listPackages } from "../features/packages.ts";
import { selectLabels } from "../labels/training-labels.ts";
import { nowUs } from "../runtime.ts";
import { type ForeignFiles, readForeignFiles } from "../scoring/foreign/foreign-files.ts";
import { type ForeignWork, importForeignModel } from "../scoring/foreign/import-model.ts";
import { inspectForeignModel } from "../scoring/foreign/inspect-model.ts";
import { getDatasetVersion, listDatasetVersions } from "../workspace/dataset-versions.ts";
import { type EngineParts, requireWritable, resolveFiles } from "./engine-parts.ts";
import { recordModelImport } from "./model-lineage.ts";
import { runJob } from "./run-job.ts";

type Names = "models.inspect" | "models.import";
type Asked = { readonly package: string; readonly dataset?: string | undefined; readonly range: TimeRange };

export function foreignModelOperations(parts: EngineParts): Pick<Handlers, Names> {
  const { db, paths } = parts.workspace;
  const workOf = (asked: Asked, control: Pick<ForeignWork, "signal" | "progress">): ForeignWork => ({
    db,
    workspaceRoot: paths.root,
    queryEngine: parts.queryEngine,
    runtime: parts.runtime,
    pkg: findPackage(listPackages(parts.packagesDir), asked.package),
    dataset: getDatasetVersion(db, asked.dataset),
    range: asked.range,
    ...control,
  });
  const filesOf = (input: Parameters<typeof resolveFiles>[2], caller: Parameters<typeof resolveFiles>[1]): ForeignFiles =>
    readForeignFiles(resolveFiles(parts, caller, input));
  return {
    "models.inspect": (input, context) => {
      const files = filesOf(input, context.caller);
      findPackage(listPackages(parts.packagesDir), input.package);
      const hasEvents = input.dataset !== undefined || listDatasetVersions(db).length > 0;
      return runJob(parts, "models.inspect", `Inspect ${files.name}`, context, (signal, progress) =>
        inspectForeignModel({ runtime: parts.runtime, signal }, hasEvents ? workOf(input, { signal, progress }) : undefined, files),
      );
    },
    "models.import": (input, context) => {
      requireWritable(parts);
      const files = filesOf(input, context.caller);
      return runJob(parts, "models.import", `Import ${files.name}`, context, async (signal, progress) => {
        const work = workOf(input, { signal, progress });
        const labels = selectLabels(db, work.pkg, nowUs()).rows;
        const imported = await recordModelImport(parts, work, files, () => importForeignModel(work, files, input, labels));
        parts.emit("models.changed", { model: work.pkg.spec.name });
        return imported;
      });
    },
  };
}
