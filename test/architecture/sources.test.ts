import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import { requestNames } from "../../shared/contract/requests.ts";
import { importsOf, readSources } from "../unit-support/source-files.ts";

const code = readSources(["shared", "electron", "renderer"], /\.(ts|tsx|mjs)$/).filter(({ path }) => !/\.test\.tsx?$/.test(path));
const tests = readSources(["shared", "electron", "renderer", "test", "e2e"], /\.(test|spec)\.tsx?$|^test\/contract\//);

const whereFound = (pattern: RegExp, among = code): string[] => among.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

describe("the sources", () => {
  it("were read", () => {
    expect(code.length).toBeGreaterThan(150);
    expect(tests.length).toBeGreaterThan(20);
  });

  it("have a test for every request of the contract", () => {
    const untested = requestNames.filter((name) => !tests.some(({ text }) => text.includes(`"${name}"`)));
    expect(untested).toEqual([]);
  });

  it("load every SQL file of the engine, and no file that is missing", () => {
    const files = readSources(["electron/engine"], /\.sql$/).map(({ path }) => path);
    expect(files.length).toBeGreaterThan(20);
    const loaded = code.flatMap(({ path, text }) =>
      [...text.matchAll(/\bloadText\(\s*import\.meta\.url,\s*"([^"]+\.sql)",?\s*\)/g)].map((match) =>
        new URL(match[1] ?? "", `project:/${path}`).pathname.slice(1),
      ),
    );
    expect(files.filter((file) => !loaded.includes(file))).toEqual([]);
    expect(loaded.filter((file) => !files.includes(file) && basename(file) !== "x.sql")).toEqual([]);
  });

  it("load texts only in the form the bundles can inline", () => {
    const crooked = code.filter(({ path, text }) => {
      const calls = text.match(/\bloadText\(/g)?.length ?? 0;
      const proper = text.match(/\bloadText\(\s*import\.meta\.url,\s*"[^"]+",?\s*\)/g)?.length ?? 0;
      return !["electron/engine/runtime.ts", "electron/build/inline-texts.ts"].includes(path) && calls !== proper;
    });
    expect(crooked.map(({ path }) => path)).toEqual([]);
  });
});

describe("the shell", () => {
  it("E1: makes windows in one place", () => {
    expect(whereFound(/new BrowserWindow\b/)).toEqual(["electron/main/main.ts"]);
    expect(whereFound(/\bBrowserView\b|WebContentsView|<webview/)).toEqual([]);
  });

  it("E3: gives the page one object and no channel", () => {
    expect(whereFound(/exposeInMainWorld/)).toEqual(["electron/preload/preload.ts"]);
    expect(whereFound(/\bipcRenderer\b/).filter((path) => path !== "electron/preload/bridge.ts")).toEqual(["electron/preload/preload.ts"]);
  });

  it("E4: listens to pages in one place, behind the sender check", () => {
    expect(whereFound(/ipcMain\.(on|handle)/)).toEqual(["electron/hosts/electron-ipc/frame-channel.ts"]);
    expect(whereFound(/import \{[^}]*\bipcMain\b[^}]*\} from "electron"/)).toEqual(["electron/main/main.ts"]);
  });

  it("E9, E14: opens nothing outside, keeps no secret and reports no crash", () => {
    expect(whereFound(/\bopenExternal\b|\bsafeStorage\b|\bcrashReporter\b|\bautoUpdater\b/)).toEqual([]);
  });

  it("E9: makes no link of what telemetry holds", () => {
    expect(whereFound(/<a[\s>]|\bhref=|createElement\("a"\)/)).toEqual(["renderer/features/triage/graph/save-image.ts"]);
  });

  it("E10: opens no channel past the request filter", () => {
    expect(whereFound(/RTCPeerConnection|WebTransport|sendBeacon|EventSource\b/)).toEqual([]);
  });

  it("E20: knows no file: address", () => {
    expect(whereFound(/file:\/\//)).toEqual([]);
    expect(whereFound(/\bloadFile\(/)).toEqual([]);
  });
});

describe("the desk", () => {
  it("writes every time in one place, so that one switch of the zone changes them all", () => {
    const renderer = code.filter(({ path }) => path.startsWith("renderer/"));
    const writers =
      /toLocale(?:Date|Time)?String|Intl\.DateTimeFormat|\.to(?:ISO|UTC|Date|Time)String\(|\.get(?:UTC)?(?:Hours|Minutes|Date|Day|Month|FullYear)\(/;
    expect(whereFound(writers, renderer)).toEqual(["renderer/ui/format/time.ts"]);
  });
});

describe("the human gate", () => {
  it("is the only way to the decision log: nothing that computes may write decisions", () => {
    const writers = code
      .filter((file) => importsOf(file).some((target) => /\/(sqlite\/decision-(log|grow)|decisions\/decision-book)\.ts$/.test(target)))
      .map(({ path }) => path);
    const folders = new Set(writers.map((path) => /^electron\/engine\/([^/]+)\//.exec(path)?.[1] ?? path));
    // engine.ts only puts the book together.
    const mayWrite = [
      "electron/engine/engine.ts",
      "sqlite",
      "workspace",
      "decisions",
      "triage",
      "lifecycle",
      "merge",
      "labels",
      "hunts",
      "operations",
    ];
    expect([...folders].filter((folder) => !mayWrite.includes(folder))).toEqual([]);
    expect(writers.length).toBeGreaterThan(0);
  });

  it("lets no rule sign but for a demotion and a quarantine, which only take trust away", () => {
    expect(whereFound(/actor: automaticActor/)).toEqual(["electron/engine/operations/rule-steps.ts"]);
    const named = whereFound(/\bautomaticActor\b/).filter((path) => path.startsWith("electron/"));
    const others = ["electron/engine/lifecycle/stage-events.ts", "electron/engine/lifecycle/stage-rules.ts"];
    const refusing = "electron/engine/operations/triage-operations.ts";
    expect(named.toSorted()).toEqual([...others, "electron/engine/operations/rule-steps.ts", refusing]);
    const steps = code.filter(({ path }) => path === "electron/engine/operations/rule-steps.ts");
    expect(steps.flatMap((file) => importsOf(file)).filter((target) => target.includes("/lifecycle/"))).toEqual([
      "electron/engine/lifecycle/end-champion.ts",
    ]);
  });

  it("lets models compute without knowing of verdicts, stages or exports", () => {
    const computing = code.filter(({ path }) => /^electron\/engine\/(features|forest|onnx|scoring|context|telemetry|duckdb)\//.test(path));
    const reaching = computing.filter((file) =>
      importsOf(file).some((target) => /^electron\/engine\/(decisions|triage|lifecycle|labels|hunts|operations)\//.test(target)),
    );
    expect(computing.length).toBeGreaterThan(20);
    expect(reaching.map(({ path }) => path)).toEqual([]);
  });

  it("reaches the network in one place, which sends lineage to an address a person signed for", () => {
    const networked = code.filter(
      (file) =>
        file.path.startsWith("electron/engine/") &&
        importsOf(file).some((target) => /^node:(http|https|http2|net|tls|dgram|dns)/.test(target)),
    );
    expect(networked.map(({ path }) => path)).toEqual([]);
    const engine = code.filter(({ path }) => path.startsWith("electron/engine/"));
    expect(whereFound(/\bfetch\(|new WebSocket\b|XMLHttpRequest/, engine)).toEqual(["electron/engine/lineage/http-sink.ts"]);
    // The sink gets its address here alone, each time read from the decision log.
    const addressed = engine.flatMap(({ path, text }) =>
      path.endsWith("lineage/http-sink.ts") ? [] : [...text.matchAll(/\bsetUrl\(.*/g)].map(([call]) => `${path}: ${call}`),
    );
    expect(addressed).toEqual([
      "electron/engine/engine.ts: setUrl(workspace.readOnly ? undefined : signedSinkUrl(workspace.log));",
      "electron/engine/operations/lineage-operations.ts: setUrl(signedSinkUrl(log));",
    ]);
  });
});
