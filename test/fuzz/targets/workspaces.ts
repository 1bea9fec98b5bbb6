import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { readEvents } from "../../../electron/engine/lineage/read-events.ts";
import { listMappings } from "../../../electron/engine/telemetry/mapping/mapping-store.ts";
import { findHostState, writeHostState } from "../../../electron/hosts/start/state-file.ts";
import { toStorageError } from "../../../electron/engine/storage-failure.ts";
import { readManifest } from "../../../electron/engine/telemetry/snapshot-store.ts";
import { createWorkspace, openWorkspace, type Workspace } from "../../../electron/engine/workspace/workspace.ts";
import { openOtherCopy, toBroken } from "../../../electron/engine/merge/other-copy.ts";
import { planMerge } from "../../../electron/engine/merge/merge-workspaces.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import { writeSnapshot } from "../../engine/snapshot-fixture.ts";
import { connections } from "../../engine/duckdb-setup.ts";
import { fuzzTarget, type FuzzTarget } from "../fuzz-target.ts";
import { mutatedBytes, mutatedJsonText } from "../mutate.ts";

/** A workspace with a few decisions, whole in its one file. */
function seedWorkspace(dir: string): Buffer {
  const workspace = createWorkspace(dir);
  for (const n of [1, 2, 3])
    workspace.log.append({ actor: "ada", kind: "view.set", body: { name: `view ${n}`, filter: { show: "open" } } });
  workspace.db.pragma("wal_checkpoint(TRUNCATE)");
  workspace.close();
  return readFileSync(join(dir, "quarry.sqlite"));
}

/** Pages in order, each as large as SQLite's: damage to one page and to whole pages, which random bytes would seldom be. */
const damagedPages = (bytes: Buffer): fc.Arbitrary<Buffer> =>
  fc
    .record({ page: fc.nat(1000), other: fc.nat(1000), at: fc.nat(4095), fill: fc.constantFrom(0, 0xff, -1) })
    .map(({ page, other, at, fill }) => {
      const pages = Math.floor(bytes.length / 4096);
      const changed = Buffer.from(bytes);
      const from = (page % pages) * 4096;
      if (fill === -1) bytes.copy(changed, from, (other % pages) * 4096, ((other % pages) + 1) * 4096);
      else changed.fill(fill, from + at, from + 4096);
      return changed;
    });

/** Everything of a workspace is looked at, as opening it and verifying its log does; told as the engine tells what the database says. */
const lookThrough = (workspace: Workspace): void => {
  try {
    workspace.log.verify();
    workspace.log.page({ limit: 100 });
  } catch (error) {
    throw toStorageError(error);
  }
};

/** One that cannot be opened is refused by the name of its file. */
function openNamed(dir: string, readOnly: boolean): Workspace {
  try {
    return openWorkspace(dir, { readOnly });
  } catch (error) {
    if (error instanceof AppError && error.detail.file === undefined) throw new Error("refused without naming the file", { cause: error });
    throw error;
  }
}

const database = fuzzTarget<{ readonly bytes: Buffer; readonly readOnly: boolean }>({
  name: "workspace-database",
  quickCases: 12,
  boundMs: 20_000,
  says: "why",
  open: (root) => {
    const dir = join(root, "workspace");
    const bytes = seedWorkspace(dir);
    const path = join(dir, "quarry.sqlite");
    return {
      inputs: fc.record({ bytes: fc.oneof(mutatedBytes([bytes]), damagedPages(bytes)), readOnly: fc.boolean() }),
      take: ({ bytes: damaged, readOnly }) => {
        for (const suffix of ["-wal", "-shm"]) rmSync(`${path}${suffix}`, { force: true });
        writeFileSync(path, damaged);
        const workspace = openNamed(dir, readOnly);
        try {
          lookThrough(workspace);
        } finally {
          workspace.close();
        }
      },
    };
  },
});

const config = fuzzTarget<{ readonly which: number; readonly bytes: Buffer }>({
  name: "workspace-files",
  quickCases: 50,
  boundMs: 20_000,
  says: "file",
  open: (root) => {
    const dir = join(root, "workspace");
    seedWorkspace(dir);
    const { id } = writeSnapshot(join(dir, "snapshots"), [{ class: "network_activity", events: connections(2) }], "s");
    const manifest = readFileSync(join(dir, "snapshots", id, "manifest.json"));
    const event = {
      eventTime: "2026-03-02T08:00:00Z",
      eventType: "COMPLETE",
      job: { name: "x", namespace: "n" },
      run: { runId: "r", facets: { quarry_chain: { seq: 1, prev: "" } } },
      inputs: [],
      outputs: [],
      producer: "p",
      schemaURL: "u",
    };
    const mapping = { class: "dns_activity", time: { column: "t", format: "iso", zone: "UTC" }, columns: {} };
    const places: readonly { readonly path: string; readonly seed: string; readonly read: () => unknown }[] = [
      { path: join(dir, "snapshots", id, "manifest.json"), seed: manifest.toString("utf8"), read: () => readManifest(dir, id) },
      { path: join(dir, "lock.json"), seed: JSON.stringify({ pid: 1, host: "h", since: 1 }), read: () => openLocked(dir) },
      { path: join(dir, "lock"), seed: "SQLite format 3\0", read: () => openWorkspace(dir).close() },
      {
        path: join(dir, "lineage", "2026-03-02.ndjson"),
        seed: `${JSON.stringify(event)}\n`,
        read: () => readEvents(join(dir, "lineage"), { limit: 10, whole: true }),
      },
      {
        path: join(dir, "mappings", "flows", "1.json"),
        seed: JSON.stringify(mapping),
        read: () => listMappings(join(dir, "mappings"), () => undefined),
      },
      {
        path: "",
        seed: JSON.stringify({ origin: "http://127.0.0.1:1", adminSecret: "s", pid: 1 }),
        read: () => findHostState(root, { workspaceDir: dir, readOnly: false }),
      },
    ];
    mkdirSync(join(dir, "mappings", "flows"), { recursive: true });
    writeHostState(root, { workspaceDir: dir, readOnly: false }, { origin: "o", adminSecret: "s", pid: 1 });
    const state = readdirSync(root).find((name) => name.endsWith(".json")) ?? "";
    const damaged = places.map(({ seed }) => mutatedJsonTextOf(seed));
    return {
      inputs: fc
        .nat(places.length - 1)
        .chain((which) => (damaged[which] ?? fc.constant("")).map((text) => ({ which, bytes: Buffer.from(text) }))),
      take: ({ which, bytes }) => {
        const place = places[which];
        if (place === undefined) return;
        const path = place.path === "" ? join(root, state) : place.path;
        writeFileSync(path, bytes);
        try {
          return place.read();
        } finally {
          rmSync(path, { force: true });
        }
      },
    };
  },
});

/** Who holds a workspace is told by a file that may hold anything. */
function openLocked(dir: string): void {
  const text = readFileSync(join(dir, "lock.json"));
  const first = openWorkspace(dir);
  try {
    writeFileSync(join(dir, "lock.json"), text);
    openWorkspace(dir).close();
  } finally {
    first.close();
  }
}

const mutatedJsonTextOf = (seed: string): fc.Arbitrary<string> => {
  try {
    return mutatedJsonText([JSON.parse(seed)]);
  } catch (error) {
    if (error instanceof SyntaxError) return mutatedBytes([Buffer.from(seed)]).map((bytes) => bytes.toString("latin1"));
    throw error;
  }
};

/** Another copy of the workspace, as a colleague would hand it over. Ours is never changed by looking at it. */
const merge = fuzzTarget<Buffer>({
  name: "merge-copy",
  quickCases: 10,
  boundMs: 20_000,
  says: "file",
  open: (root) => {
    const [dir, other] = [join(root, "ours"), join(root, "theirs")];
    const bytes = seedWorkspace(dir);
    cpSync(dir, other, { recursive: true });
    const theirs = openWorkspace(other);
    theirs.log.append({ actor: "bob", kind: "view.set", body: { name: "view 4", filter: { show: "all" } } });
    theirs.db.pragma("wal_checkpoint(TRUNCATE)");
    theirs.close();
    const grown = readFileSync(join(other, "quarry.sqlite"));
    const ours = openWorkspace(dir);
    const head = ours.log.head().hash;
    return {
      inputs: fc.oneof(mutatedBytes([grown, bytes]), damagedPages(grown)),
      take: async (damaged) => {
        writeFileSync(join(other, "quarry.sqlite"), damaged);
        try {
          const copy = openOtherCopy(ours, other);
          await planMerge(ours, copy, "ada").finally(() => copy.close());
        } catch (error) {
          throw toBroken(other, error);
        }
        if (ours.log.head().hash !== head) throw new Error("looking changed the workspace");
      },
      close: () => ours.close(),
    };
  },
});

export const workspaceTargets: readonly FuzzTarget[] = [database, config, merge];
