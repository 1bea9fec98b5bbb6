import { join } from "node:path";

/** Where things lie in a workspace. Nothing stored inside holds an absolute path, so the folder can be moved or copied. */
export interface WorkspacePaths {
  readonly root: string;
  readonly database: string;
  readonly backups: string;
  /** `<id>/{manifest.json, segments/, rejects.ndjson}`; `.tmp-*` while being written. */
  readonly snapshots: string;
  /** Derived DuckDB files; may be deleted at any time. */
  readonly cache: string;
  /** One folder per process id. */
  readonly cacheTmp: string;
  readonly models: string;
  /** What evaluations found, each file under the sha256 of its bytes. */
  readonly evaluations: string;
  /** Suites that analysts made, each file under the sha256 of its bytes. */
  readonly suites: string;
  readonly exports: string;
  readonly lineage: string;
  /** Files being handed over by a host. */
  readonly incoming: string;
  /** Mappings of tables that analysts built, by name and version. */
  readonly mappings: string;
  /** The Ed25519 key that signs what leaves, for its owner alone; made at its first use. */
  readonly signingKey: string;
  readonly lock: string;
  readonly lockOwner: string;
}

export function workspacePaths(root: string): WorkspacePaths {
  const at = (...parts: string[]): string => join(root, ...parts);
  return {
    root,
    database: at("quarry.sqlite"),
    backups: at("backups"),
    snapshots: at("snapshots"),
    cache: at("cache"),
    cacheTmp: at("cache", "tmp"),
    models: at("models"),
    evaluations: at("evaluations"),
    suites: at("suites"),
    exports: at("exports"),
    lineage: at("lineage"),
    incoming: at("incoming"),
    mappings: at("mappings"),
    signingKey: at("signing-key.pem"),
    lock: at("lock"),
    lockOwner: at("lock.json"),
  };
}
