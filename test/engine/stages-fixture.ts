import { join } from "node:path";
import { contentId } from "../../electron/engine/hash.ts";
import { registerVersion } from "../../electron/engine/scoring/versions.ts";
import type { BundleManifest } from "../../electron/engine/scoring/bundle.ts";
import { execute } from "../../electron/engine/sqlite/statement.ts";
import { createWorkspace, type Workspace } from "../../electron/engine/workspace/workspace.ts";

const manifest = (model: string, seed: number): BundleManifest => ({
  schema: 1,
  model,
  algorithm: { kind: "isolation-forest", trees: 1, sampleSize: 2 },
  features: [],
  datasetVersion: "d1",
  timeRange: {},
  seed,
  packageDigest: "",
  featureSqlDigest: "",
  codeDigest: "",
  ocsfVersion: "",
  mappingDigests: [],
  trainRows: 2,
  calibrationRows: 0,
  files: {},
});

/** A workspace with registered versions that have no bundle, for what is decided about them and not what they compute. */
export function workspaceWithVersions(dir: string, versions: number, model = "beaconing"): { workspace: Workspace; ids: string[] } {
  const workspace = createWorkspace(join(dir, "workspace"));
  execute(workspace.db, "INSERT INTO dataset_version (id, number, snapshots, events, created_at_us) VALUES ('d1', 1, '[]', 0, 0)");
  const ids = Array.from({ length: versions }, (_, i) => {
    const made = manifest(model, i + 1);
    return registerVersion(workspace.db, contentId(made), made).id;
  });
  return { workspace, ids };
}
