import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createEchoEngine, type EchoEngine } from "../../../test/contract/echo-engine.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import { requestNames } from "../../../shared/contract/requests.ts";
import type { EngineOptions } from "./cli.ts";
import type { Io } from "./io.ts";
import { runCli } from "./run-cli.ts";

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly opened: readonly EngineOptions[];
}

interface Settings {
  readonly engine?: EchoEngine;
  readonly env?: Record<string, string>;
  readonly tty?: boolean;
  readonly interruptWhen?: (engine: EchoEngine) => boolean;
  readonly openEngine?: (options: EngineOptions) => Promise<EchoEngine>;
}

async function run(line: string, settings: Settings = {}): Promise<Ran> {
  const engine = settings.engine ?? createEchoEngine();
  let out = "";
  let err = "";
  const opened: EngineOptions[] = [];
  const io: Io = {
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    errIsTty: settings.tty ?? false,
    env: settings.env ?? {},
    onInterrupt: (listener) => {
      const timer = setInterval(() => {
        if (settings.interruptWhen?.(engine) !== true) return;
        clearInterval(timer);
        listener();
      }, 5);
      return () => clearInterval(timer);
    },
  };
  const code = await runCli(line.split(" "), io, {
    openEngine: (options) => {
      opened.push(options);
      return settings.openEngine?.(options) ?? Promise.resolve(engine);
    },
    openDesk: async ({ demo, ...options }, say) => {
      await demo?.prepare(true);
      say(`desk ${JSON.stringify(options)}`);
    },
    finishDemo: async () => false,
    doctor: async (workspace, repairs) => {
      const broken = {
        check: "database",
        state: "broken",
        words: "The database is damaged.",
        evidence: ["page 3"],
        remedy: "restore",
      } as const;
      return { workspace, isInUse: false, isSound: repairs, done: repairs ? ["removed lock.json"] : [], findings: repairs ? [] : [broken] };
    },
    restore: async (_workspace, asked, signed) => {
      const backup = asked ?? "quarry-replaced-before.sqlite";
      const holds = { version: 13, decisions: 4, head: "h", problems: [] };
      const plan = { backup, holds, now: { ...holds, decisions: 6 }, without: 2, kept: "quarry-replaced.sqlite" };
      return { plan, decision: signed === undefined ? undefined : `d-${signed.reason}` };
    },
    prepareDemo: async (workspaceDir, { scale, seed }, progress) => {
      progress({ stage: `simulating ${workspaceDir}`, done: scale, total: seed, unit: "days" });
    },
  });
  return { code, out, err, opened };
}

const containing = (text: string): unknown => expect.stringContaining(text);

const readLines = (text: string): unknown[] =>
  text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);

describe("the command line", () => {
  it("says what the doctor found, in the exit code too, and what a repair did", async () => {
    const found = await run("doctor");
    expect(found.code).toBe(1);
    expect(found.out).toContain("broken    database: The database is damaged.\n            page 3\n          to do: restore\n");
    const mended = await run("doctor --repair --json");
    expect(mended.code).toBe(0);
    expect(JSON.parse(mended.out)).toMatchObject({ isSound: true, done: ["removed lock.json"], findings: [] });
  });

  it("restores nothing without a reason, and says first what would be missing", async () => {
    expect((await run("restore quarry-v1.sqlite")).code).toBe(2);
    const planned = await run("restore quarry-v1.sqlite --dry-run");
    expect(planned.out).toMatch(/would be without +2 later decisions/);
    expect(planned.out).toMatch(/changed +nothing yet/);
    const done = await run("restore quarry-v1.sqlite --reason damaged");
    expect(done.out).toMatch(/decision +d-damaged/);
    expect(done.out).toContain("quarry restore --undo --reason");
    expect((await run("restore --undo --reason wrong")).out).toMatch(/backup +quarry-replaced-before.sqlite/);
    for (const unclear of ["restore --reason x", "restore quarry-v1.sqlite --undo --reason x"]) expect((await run(unclear)).code).toBe(2);
  });

  it("prints the queue as an array of rows whose fields come in a stable order", async () => {
    const { code, out, err } = await run("queue --limit 2 --json");
    expect(code).toBe(0);
    expect(err).toBe("");
    const rows = JSON.parse(out) as Record<string, unknown>[];
    expect(rows).toHaveLength(2);
    expect(Object.keys(rows[0] ?? {}).slice(0, 11)).toEqual([
      "rank",
      "anomalyId",
      "subject",
      "window",
      "score",
      "pValue",
      "qValue",
      "reasons",
      "evidence",
      "model",
      "version",
    ]);
    expect(Object.keys((rows[0]?.["subject"] ?? {}) as object)).toEqual(["type", "keys", "label"]);
  });

  it.each([
    "init",
    "import a.log",
    "inventory import a.csv --kind cmdb",
    "inventory list",
    "inventory diff 0123abcd 4567abcd",
    "inventory retire 0123abcd --reason wrong",
    "entities",
    "entities e1",
    "entities e1 --activity",
    "entities --search ws --type host",
    "entities --why e1 e2",
    "entities --conflicts",
    "entities --resolve ip 10.0.0.1",
    "entities --apart e1 e2 --reason twins",
    "entities --split r1 e1 --reason renamed",
    "snapshots",
    "snapshots show 5555",
    "snapshots validate 5555",
    "snapshots verify",
    "snapshots retire 5555",
    "snapshots retire 5555 --reason old",
    "snapshots retention --days 30",
    "snapshots retention --keep all",
    "datasets",
    "datasets compose --source sensor --snapshot 5555",
    "datasets compare v1 v2",
    "models",
    "train beaconing",
    "promote beaconing@v1 --reason better",
    "promote beaconing@v1 --reason better --override urgent",
    "evaluate beaconing@v1",
    "evaluate beaconing@v1 --show",
    "card beaconing@v1",
    "suites list",
    "suites choices beaconing",
    "suites create beaconing --title Spring --bad a1=T1071 --good a2 a3",
    "suites import beaconing suite.json",
    "model export beaconing@champion --out mlflow",
    "model import m.onnx --package beaconing --suggest",
    "model import m.onnx --package beaconing --score scores --direction lower",
    "score",
    "queue",
    "context a1",
    "explain a1",
    "evidence a1",
    "record 0123456789abcdef-0",
    "verdict a1 a2 --verdict benign",
    "undo",
    "review agreement",
    "review status",
    "review queue --analyst ben",
    "review judge a1 --verdict benign --analyst ben",
    "review disagreements --state all",
    "review settle a1 --verdict benign --reason announced",
    "review share 0.1",
    "merge ../other",
    "merge ../other --dry-run",
    "review agreement --model beaconing --per-analyst",
    "undo d1 --analyst ana",
    "redo",
    "decisions --limit 5",
    "decisions rebuild",
    "hunts list",
    "hunts candidates",
    "hunts show c0000000000000001",
    "hunts show h0000000000000001",
    "hunts open c0000000000000001 --topic relay",
    "hunts edit h0000000000000001 --notes seen --actor somebody --foil-measured 3/40",
    "hunts add h0000000000000001 a0000004f3c9d2",
    "hunts remove h0000000000000001 a0000003f3c9d2",
    "hunts move h0000000000000001 --stage backlog",
    "hunts merge c0000000000000001 c0000000000000002",
    "hunts split c0000000000000002 a0000007f3c9d2",
    "hunts drop a0000007f3c9d2",
    "hunts close h0000000000000001 --outcome hypothesis-not-confirmed --hand-off none --byproduct none --benign backup=scheduled",
    "hunts report h0000000000000001 --format html",
    "labels export --format csv",
    "labels receipts",
    "export findings",
    "export findings --format csv --open --dry-run",
    "export incidents h0000000000000001",
    "export navigator --layer observed",
    "export stix --hunt h0000000000000001",
    "export hunt h0000000000000001",
    "hunts verify a.tar --key 01234567",
    "hunts rerun a.tar",
    "labels audit",
    "labels audit-share 0.1",
    "labels report beaconing@v1",
    "mappings",
    "rejects s",
    "sources",
    "lineage",
    "lineage --of v1",
    "lineage show v1",
    "lineage verify v1",
    "lineage verify v1 --files a.log b.log",
    "lineage sink",
    "lineage sink set off",
    "backup",
    "backups",
    "sql SHOW",
    "sql SHOW --explain",
    "sql SHOW --out a.csv",
    "insights",
    "insights --period all --model beaconing",
    "insights --behind precision --part yes",
    "insights per-analyst on",
    "audit verify",
    "audit list --model beaconing --text benign",
    "audit log",
    "audit kinds",
    "audit export --format csv",
  ])("%s prints one JSON document with --json and lines for people without", async (line) => {
    const json = await run(`${line} --json`);
    expect(json.err.split("\n").filter((l) => l.includes('"error"'))).toEqual([]);
    expect(json.code).toBe(0);
    expect(() => void JSON.parse(json.out)).not.toThrow();
    const text = await run(line);
    expect(text.code).toBe(0);
    expect(text.out).not.toMatch(/^[[{]/);
    expect(text.out).not.toContain("undefined");
  });

  it("ends with 2 and says why when it is used badly", async () => {
    for (const line of [
      "nonsense",
      "import",
      "queue --limit none",
      "queue --limit 0",
      "verdict a1",
      "verdict a1 --verdict lovely",
      "import a --format tape",
      "train m --from yesterday",
      "train m --from 2024-02-31",
      "train m --from 2024-05-02 --to 2024-05-01",
      "score --from 2024-05-01 --to 2024-05-01",
      "promote m --reason r",
      "promote m@v",
      "evaluate m",
      "suites create m --title t",
      "suites create m --title t --bad a",
      "model import m.onnx",
      "model export m",
      "model import m.onnx --package p --direction sideways",
      "labels export",
      "review share 2",
      "review settle a --reason because",
      "export navigator",
      "export navigator --layer likely",
      "audit list --hunt h1 --model m",
      "audit export --format parquet",
      "inventory retire a",
      "entities --same a b",
      "entities --resolve tape x",
    ]) {
      const { code, out, err } = await run(line);
      expect(code, line).toBe(2);
      expect(out, line).toBe("");
      expect(err, line).not.toBe("");
    }
  });

  it.each([
    ["nonsense --json", "unknown command 'nonsense'"],
    ["--json queue --limit none", "expected a whole number above 0"],
    ["queue --nonsense --json", "unknown option '--nonsense'"],
    ["import --json", "missing required argument 'path'"],
    ["score --from 2024-05-02 --to 2024-05-01 --json", "--to must be later than --from"],
    ["labels --json", "name a command"],
    ["--json", "name a command"],
  ])("says that %s is bad usage in one line of NDJSON", async (line, message) => {
    const { code, out, err, opened } = await run(line);
    expect({ code, out, opened }).toEqual({ code: 2, out: "", opened: [] });
    expect(readLines(err)).toEqual([{ t: "error", error: { code: "bad-input", message: containing(message), detail: {} } }]);
  });

  it("ends with 2 when the contract refuses a field", async () => {
    const { code, err } = await run("queue --limit 200000 --json");
    expect(code).toBe(2);
    expect(readLines(err)).toEqual([
      { t: "error", error: { code: "bad-input", message: containing("limit"), detail: { field: "limit" } } },
    ]);
  });

  it("shows help and the version with 0", async () => {
    expect(await run("--help")).toMatchObject({ code: 0, out: containing("inventory") });
    expect((await run("--version")).out).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(await run("labels export --help")).toMatchObject({ code: 0 });
  });

  it("ends with 1 and keeps stdout empty when the engine refuses", async () => {
    const openEngine = async (): Promise<never> => {
      throw new AppError("not-found", "There is no workspace at /x.", { file: "/x" });
    };
    const json = await run("queue --json", { openEngine });
    expect(json).toMatchObject({ code: 1, out: "" });
    expect(readLines(json.err)).toEqual([
      { t: "error", error: { code: "not-found", message: "There is no workspace at /x.", detail: { file: "/x" } } },
    ]);
    const text = await run("queue", { openEngine });
    expect(text).toMatchObject({ code: 1, out: "", err: "quarry: There is no workspace at /x.\n" });
  });

  it("leaves --version after score to score", async () => {
    const engine = createEchoEngine();
    const asked: unknown[] = [];
    const scoring = {
      ...engine.handlers,
      "scoring.run": async (input: unknown) => {
        asked.push(input);
        return { runs: [], skipped: [] };
      },
    };
    await run("score beaconing --version candidate --budget 5 --from 2024-05-01", { engine: { ...engine, handlers: scoring } });
    expect(asked).toEqual([{ models: ["beaconing"], version: "candidate", budget: 5, range: { from: 1_714_521_600_000_000 } }]);
  });

  it("looks into files in a workspace that is gone afterwards", async () => {
    const { opened, out } = await run("import a.log --dry-run --json");
    expect(opened).toMatchObject([{ create: true }]);
    expect(opened[0]?.workspaceDir).toMatch(/quarry-[A-Za-z0-9]+$/);
    expect(existsSync(opened[0]?.workspaceDir ?? ".")).toBe(false);
    expect(JSON.parse(out)).toMatchObject({ records: 3, mapped: 2, unmapped: 1, rejected: 0, classes: { network_activity: 2 } });
  });

  it("makes the workspace for commands that bring data in, and for no other", async () => {
    expect((await run("import a.log")).opened).toEqual([{ workspaceDir: "quarry-workspace", create: true }]);
    expect((await run("init --workspace w")).opened).toEqual([{ workspaceDir: "w", create: true }]);
    expect((await run("score")).opened).toEqual([{ workspaceDir: "quarry-workspace" }]);
    expect((await run("queue", { env: { QUARRY_WORKSPACE: "e" } })).opened).toEqual([{ workspaceDir: "e" }]);
  });

  it("reads beside a writer, but does not write", async () => {
    const openEngine = async (options: EngineOptions): Promise<EchoEngine> => {
      if (options.readOnly !== true) throw new AppError("workspace-locked", "open in another process");
      return createEchoEngine();
    };
    expect(await run("queue", { openEngine })).toMatchObject({ code: 0 });
    expect(await run("verdict a1 --verdict benign", { openEngine })).toMatchObject({ code: 1 });
  });

  it("reports progress as NDJSON on stderr with --json, as a line on a terminal, and else not at all", async () => {
    const json = await run("import a.log --json");
    expect(readLines(json.err)).toEqual([
      { t: "progress", job: "job-1", title: "Import", state: "running", stage: "reading", done: 1, total: 2, unit: "files" },
    ]);
    expect((await run("import a.log", { tty: true })).err).toContain("Import: reading 1/2 files 50 %");
    expect((await run("import a.log")).err).toBe("");
  });

  it("cancels what runs at an interrupt", async () => {
    const engine = createEchoEngine();
    const { code, out, err } = await run("import a.log --source slow --json", {
      engine,
      interruptWhen: (e) => e.running.has("telemetry.import"),
    });
    expect(engine.cancelled).toEqual(["telemetry.import"]);
    expect(code).toBe(1);
    expect(out).toBe("");
    expect(readLines(err).at(-1)).toEqual({ t: "error", error: { code: "cancelled", message: "cancelled", detail: {} } });
  });

  it("shows control characters of hostile records as escapes", async () => {
    const engine = createEchoEngine();
    const evil = { ...engine.handlers, "triage.record": async () => ({ eventId: "e", file: "a", record: 1, raw: "x\u001b[31m\u202ey" }) };
    const { out } = await run("record 0123456789abcdef-0", { engine: { ...engine, handlers: evil } });
    expect(out).toContain("x\\u001b[31m\\u202ey");
  });

  it("opens a desk for looking only, and prepares no demo for it", async () => {
    const { out, err } = await run("open --demo --read-only --no-open --workspace w");
    expect(out).toContain('"workspaceDir":"w"');
    expect(out).toContain('"readOnly":true');
    expect(out + err).not.toContain("simulating");
  });

  it("opens the desk on the demo workspace, which prepares it", async () => {
    const { code, out, err } = await run("open --demo --no-open --port 0 --seed 4 --json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({ workspace: "quarry-demo" });
    expect(readLines(err)).toEqual([
      { t: "progress", title: "demo", stage: "simulating quarry-demo", done: 1, total: 4, unit: "days" },
      { t: "say", line: 'desk {"workspaceDir":"quarry-demo","port":0,"opensBrowser":false,"shell":"browser","readOnly":false}' },
    ]);
  });

  it("covers every request that has no better place", async () => {
    const engine = createEchoEngine();
    const called = new Set<string>();
    const spied = Object.fromEntries(
      Object.entries(engine.handlers).map(([name, handler]) => [
        name,
        (input: never, context: never) => {
          called.add(name);
          return (handler as (i: never, c: never) => Promise<unknown>)(input, context);
        },
      ]),
    ) as unknown as EchoEngine["handlers"];
    for (const line of ["init", "import a", "snapshots", "models", "train m", "score", "queue", "context a", "explain a", "evidence a"])
      await run(line, { engine: { ...engine, handlers: spied } });
    for (const line of [
      "record 0123456789abcdef-0",
      "verdict a --verdict test",
      "bulk a --verdict benign --apply",
      "suppress --model beaconing --reason known",
      "snooze a --hours 4",
      "suppressions",
      "suppressions offer a",
      "suppressions end d4",
      "views",
      "views save mine --model m",
      "views remove mine",
      "views default mine",
      "neighbours a n",
      "paths a n m",
      "undo",
      "redo",
      "decisions",
      "decisions rebuild",
      "rejects s",
      "rejects s --out r.csv --format csv",
      "sources",
      "mappings",
      "mappings show flows@2",
      "mappings save flows package.json",
      "mappings propose flows.csv",
      "mappings try flows.csv --mapping flows",
      "import a --mapping flows",
      "promote m@v --reason r",
      "evaluate m@v",
      "card m@v",
      "suites list",
      "suites choices m",
      "suites create m --title t --good a",
      "suites import m s.json",
      "stage m@v --to validated --reason r",
      "models m --history",
      "upkeep m",
      "upkeep m --effect",
      "upkeep m --decline p --reason r",
      "rollback m --reason r",
      "rollback m --dry-run",
      "demote m --reason r",
      "quarantine m@v --reason r",
      "models m --at 2026-01-01",
      "models --scored a1",
      "lineage",
      "lineage --of v1",
      "lineage show v1",
      "lineage verify v1",
      "lineage sink",
      "lineage sink set off",
      "backup",
      "backups",
      "insights",
      "insights --behind precision",
      "insights per-analyst off",
      "audit verify",
      "audit list",
      "audit kinds",
    ])
      await run(line, { engine: { ...engine, handlers: spied } });
    for (const line of [
      "snapshots show 5555",
      "snapshots verify",
      "snapshots validate 5555 --sample 10",
      "snapshots retire 5555 --reason old",
      "snapshots retention",
    ])
      await run(line, { engine: { ...engine, handlers: spied } });
    for (const line of ["snapshots retention --keep 30", "datasets", "datasets compose --source a", "datasets compare v1 v2"])
      await run(line, { engine: { ...engine, handlers: spied } });
    for (const line of [
      "import a --dry-run",
      "model export m@v --format mlflow",
      "model import m --package p",
      "model import m --package p --suggest",
      "iceberg t",
      "inventory import a --kind idp",
      "labels export --format csv",
      "labels receipts",
      "drift",
      "preview m@v",
      "preview m@v --score",
      "models review m@v",
      "models review m@v --start",
      "models review m@v --end",
      "models review m@v --receipt",
      "reproduce m@v",
      "export findings",
      "export drift m",
      "export findings --dry-run",
      "labels audit",
      "labels audit-share 0.1",
      "review agreement",
      "review status",
      "review queue",
      "review judge a --verdict benign",
      "review disagreements",
      "review settle a --verdict benign --reason announced",
      "review share 0.1",
      "merge ../other",
      "merge ../other --dry-run",
      "labels report m@v",
      "sql SHOW",
      "sql SHOW --explain",
      "health",
      "health --rows gap",
      "entities",
      "entities e1",
      "entities e1 --activity",
      "entities --search ws",
      "entities --why e1 e2",
      "entities --conflicts",
      "entities --review",
      "entities --resolve ip 10.0.0.1",
      "entities --same e1 e2 --reason one",
      "sql SHOW --out a.csv",
      "inventory import a --dry-run",
      "inventory diff 0123 4567",
      "inventory retire 0123 --reason r",
    ])
      await run(line, { engine: { ...engine, handlers: spied } });
    for (const line of [
      "hunts list",
      "hunts candidates",
      "hunts show c0000000000000001",
      "hunts show h0000000000000001",
      "hunts edit h0000000000000001 --notes seen",
      "hunts add h0000000000000001 a0000004f3c9d2",
      "hunts move h0000000000000001 --stage backlog",
      "hunts report h0000000000000001",
      "hunts close h0000000000000001 --outcome inconclusive --hand-off none --byproduct none --benign none",
      "hunts drop a0000007f3c9d2",
      "hunts open c0000000000000001",
      "hunts verify a.tar",
      "hunts rerun a.tar",
    ])
      await run(line, { engine: { ...engine, handlers: spied } });
    const elsewhere =
      /^(engine|jobs|files|preferences)\.|^workspace\.sign$|^telemetry\.(snapshots|datasets|rejects)$|^inventory\.(list|rejects)$|^health\.anomaly$|^context\.events$|^scoring\.runs$|^triage\.(row|note)$|^hunts\.places$|^sql\.(history|keep|forget)$/;
    expect(requestNames.filter((name) => !called.has(name) && !elsewhere.test(name))).toEqual([]);
  });
});
