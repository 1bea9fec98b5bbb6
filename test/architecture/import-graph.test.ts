import { describe, expect, it } from "vitest";
import { importsOf, readSources } from "../unit-support/source-files.ts";

/** What may import what. An edge that is not here is refused; a folder that is not here may import nothing of ours. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  "shared/lib": [],
  "shared/domain": ["shared/lib"],
  "shared/contract": ["shared/domain", "shared/lib", "zod"],
  "electron/engine": ["shared/contract", "shared/domain", "shared/lib", "package.json", "node:*", "zod"],
  "electron/hosts": ["shared/contract", "shared/domain", "shared/lib", "package.json", "node:*", "zod"],
  "electron/hosts/in-process": ["electron/engine", "electron/hosts"],
  "electron/hosts/static": ["electron/hosts"],
  "electron/hosts/worker": ["electron/engine", "electron/hosts"],
  "electron/hosts/loopback": ["electron/hosts", "electron/hosts/static", "hono", "hono/*", "@hono/node-server", "ws"],
  "electron/hosts/electron-ipc": ["electron/hosts"],
  "electron/hosts/start": [
    "electron/engine",
    "electron/hosts",
    "electron/hosts/in-process",
    "electron/hosts/loopback",
    "electron/hosts/static",
    "electron/hosts/worker",
  ],
  "electron/hosts/cli": ["electron/engine", "electron/hosts", "electron/hosts/in-process", "electron/hosts/start", "commander"],
  "electron/main": [
    "electron/hosts",
    "electron/hosts/electron-ipc",
    "electron/hosts/static",
    "electron/hosts/worker",
    "electron",
    "node:*",
    "zod",
  ],
  "electron/preload": ["shared/contract", "electron", "zod"],
  "electron/build": [
    "electron/hosts/static",
    "electron/hosts/start",
    "shared/lib",
    "node:*",
    "vite",
    "playwright",
    "electron-builder",
    "tar-stream",
    "zod",
  ],
  "renderer/ui": [
    "shared/domain",
    "shared/lib",
    "react",
    "react-dom",
    "react/*",
    "@base-ui/react",
    "@base-ui/react/*",
    "clsx",
    "lucide-react",
  ],
  "renderer/state": [
    "renderer/ui",
    "shared/contract",
    "shared/domain",
    "shared/lib",
    "react",
    "zustand",
    "zustand/*",
    "@tanstack/react-query",
  ],
  "renderer/commands": ["renderer/ui", "renderer/state", "shared/*", "react", "tinykeys", "zustand", "@tanstack/react-router"],
  "renderer/features": [
    "renderer/ui",
    "renderer/state",
    "renderer/commands",
    "shared/*",
    "react",
    "react-dom",
    "react/*",
    "zod",
    "zustand",
    "zustand/*",
    "clsx",
    "lucide-react",
    "cytoscape",
    "@codemirror/*",
    "@lezer/highlight",
    "@base-ui/react",
    "@base-ui/react/*",
    "@tanstack/react-query",
    "@tanstack/react-router",
    "@tanstack/react-virtual",
  ],
  "renderer/app": [
    "renderer/ui",
    "renderer/state",
    "renderer/commands",
    "renderer/features",
    "shared/*",
    "react",
    "react-dom",
    "react-dom/*",
    "react/*",
    "zod",
    "clsx",
    "lucide-react",
    "@base-ui/react",
    "@base-ui/react/*",
    "@tanstack/react-query",
    "@tanstack/react-router",
    "@fontsource-variable/*",
  ],
};

/** Engine folders in their order: each may use those written before it, and no later one. */
const engineOrder = [
  "files",
  "jobs",
  "sqlite",
  "duckdb",
  "forest",
  "onnx",
  "workspace",
  "decisions",
  "telemetry",
  "entities",
  "relations",
  "inventory",
  "resolution",
  "health",
  "features",
  "drift",
  "scoring",
  "context",
  "triage",
  "hunts",
  "labels",
  "lifecycle",
  "lineage",
  "insights",
  "exports",
  "merge",
  "operations",
  "doctor",
  "workers",
  "demo",
] as const;

/** Packages with power of their own, and the only engine folders that may hold them. */
const enginePackages: Readonly<Record<string, readonly string[]>> = {
  "better-sqlite3": ["sqlite", "workspace"],
  "@duckdb/duckdb-wasm/blocking": ["duckdb"],
  "apache-arrow": ["duckdb", "telemetry"],
  "apache-arrow/ipc/metadata/message": ["telemetry"],
  "parquet-wasm/node": ["duckdb", "telemetry", "labels"],
  hyparquet: ["telemetry", "context", "triage"],
  "hyparquet-compressors": ["telemetry", "context", "triage"],
  "onnxruntime-node": ["onnx"],
  "onnx-proto": ["onnx"],
  "csv-parse": ["telemetry", "inventory"],
  "csv-parse/sync": ["telemetry", "inventory"],
  yauzl: ["telemetry"],
  "ipaddr.js": ["telemetry", "entities"],
  tldts: ["telemetry"],
};

const sources = readSources(["shared", "electron", "renderer"], /\.(ts|tsx)$/).filter(
  ({ path }) => !/\.test\.tsx?$|vite\.config\.ts$/.test(path),
);

const groupOf = (path: string): string => {
  const parts = path.split("/");
  if (path.startsWith("electron/hosts/")) return parts.length > 3 ? parts.slice(0, 3).join("/") : "electron/hosts";
  return parts.length > 2 ? parts.slice(0, 2).join("/") : path;
};
const isOurs = (target: string): boolean => /^(shared|electron|renderer|test|e2e)\//.test(target) || target === "package.json";
const matches = (rule: string, target: string): boolean => (rule.endsWith("*") ? target.startsWith(rule.slice(0, -1)) : rule === target);
const engineFolder = (path: string): string | undefined => /^electron\/engine\/([^/]+)\//.exec(path)?.[1];

interface Edge {
  readonly from: string;
  readonly target: string;
}

/** Edges the table does not have. Root files of the engine belong to every folder of it. */
const findRefused = (among: readonly Edge[]): Edge[] =>
  among.filter(({ from, target }) => {
    const group = groupOf(from);
    const to = isOurs(target) ? groupOf(target) : target;
    if (group === to || target.endsWith(".css")) return false;
    if (group === "electron/hosts" && to === "electron/engine") return !/engine\/(dispatch|engine-interface)\.ts$/.test(target);
    if (group === "electron/engine" && target in enginePackages) return false;
    const inherited = group.startsWith("electron/hosts/") || group === "electron/main" ? (allowed["electron/hosts"] ?? []) : [];
    return ![...(allowed[group] ?? []), ...inherited].some((rule) => matches(rule, to));
  });

const findUpward = (among: readonly Edge[]): Edge[] => {
  const order: readonly string[] = engineOrder;
  return among.filter(({ from, target }) => {
    const [a, b] = [engineFolder(from), engineFolder(target)];
    return a !== undefined && b !== undefined && a !== b && !(order.indexOf(b) >= 0 && order.indexOf(b) < order.indexOf(a));
  });
};

const edges: Edge[] = sources.flatMap((source) => importsOf(source).map((target) => ({ from: source.path, target })));

describe("the import graph", () => {
  it("saw the sources and their imports", () => {
    expect(sources.length).toBeGreaterThan(150);
    expect(edges.length).toBeGreaterThan(600);
    for (const folder of [
      "shared/contract",
      "electron/engine",
      "electron/hosts/loopback",
      "electron/main",
      "electron/preload",
      "renderer/features",
    ])
      expect(
        sources.some(({ path }) => path.startsWith(`${folder}/`)),
        folder,
      ).toBe(true);
  });

  it("has no edge that is not allowed", () => {
    expect(findRefused(edges)).toEqual([]);
  });

  it("would be seen to have one, in every form an import takes", () => {
    const text = [
      'import { a } from "../../electron/engine/a.ts";',
      'import type {\n  B,\n} from "node:fs";',
      'export * from "electron";',
      'import "ws";',
      'const c = await import("../features/x.tsx");',
      '// "not" an import from "elsewhere"',
    ].join("\n");
    const targets = importsOf({ path: "renderer/ui/x.ts", text });
    expect(targets).toEqual(["electron/engine/a.ts", "node:fs", "electron", "ws", "renderer/features/x.tsx"]);
    const wrong = targets.map((target) => ({ from: "renderer/ui/x.ts", target }));
    expect(findRefused(wrong)).toEqual(wrong);
    const upward = { from: "electron/engine/scoring/a.ts", target: "electron/engine/triage/b.ts" };
    expect(findUpward([upward, { from: upward.target, target: upward.from }])).toEqual([upward]);
  });

  it("lets hosts reach into the engine only through its front", () => {
    const fronts =
      /^electron\/engine\/(engine|engine-interface|dispatch|care|limited-child|parent-pipe)\.ts$|^electron\/engine\/demo\/write-demo\.ts$/;
    const refused = edges.filter(
      ({ from, target }) => from.startsWith("electron/hosts/") && target.startsWith("electron/engine/") && !fronts.test(target),
    );
    expect(refused).toEqual([]);
  });

  it("runs downward through the engine's folders", () => {
    expect(findUpward(edges)).toEqual([]);
    const order: readonly string[] = engineOrder;
    const unknown = new Set(
      sources.map(({ path }) => engineFolder(path)).filter((folder) => folder !== undefined && !order.includes(folder)),
    );
    expect([...unknown]).toEqual([]);
  });

  it("keeps each powerful package in its folder", () => {
    const refused = edges.filter(({ from, target }) => {
      const folders = enginePackages[target];
      return folders !== undefined && !folders.includes(engineFolder(from) ?? "");
    });
    expect(refused).toEqual([]);
  });

  it("imports Electron in main and preload only", () => {
    const importers = edges.filter(({ target }) => target === "electron").map(({ from }) => from);
    expect(importers.filter((from) => !/^electron\/(main|preload)\//.test(from))).toEqual([]);
    expect(importers.length).toBeGreaterThan(1);
  });

  it("keeps the features of the desk apart", () => {
    const feature = (path: string): string | undefined => /^renderer\/features\/([^/]+)\//.exec(path)?.[1];
    const refused = edges.filter(
      ({ from, target }) => feature(from) !== undefined && feature(target) !== undefined && feature(from) !== feature(target),
    );
    expect(refused).toEqual([]);
  });

  it("has no cycle between files", () => {
    const targets = new Map<string, string[]>();
    for (const { from, target } of edges) if (isOurs(target)) targets.set(from, [...(targets.get(from) ?? []), target]);
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path].join(" -> "));
      else if (!done.has(path)) {
        for (const next of targets.get(path) ?? []) visit(next, [...trail, path]);
        done.add(path);
      }
    };
    for (const { path } of sources) visit(path, []);
    expect(cycles).toEqual([]);
  });
});
