import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Client } from "../../shared/contract/client.ts";
import { ExportedFile } from "../../shared/contract/exports.ts";
import type { Input } from "../../shared/contract/requests.ts";
import { ocsfVersion } from "../../shared/domain/ocsf.ts";
import { verdictKinds } from "../../shared/domain/verdict.ts";
import { createEngine } from "../../electron/engine/engine.ts";
import type { Engine } from "../../electron/engine/engine-interface.ts";
import { sha256 } from "../../electron/engine/hash.ts";
import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import { problemsOfLayer } from "../unit-support/navigator-format.ts";
import { compiledSchema, problemsOf } from "../unit-support/ocsf-schema.ts";
import { createStixCheck } from "../unit-support/stix-schema.ts";
import { noTestData } from "../unit-support/test-data.ts";
import { estate, idIn, surface } from "./hunts-fixture.ts";

type Wanted = Input<"exports.plan">["wanted"];

let dir = "";
let engine: Engine;
let client: Client;
let hunt = "";

const evidence = [
  {
    eventId: "0123456789abcdef-4",
    class: "network_activity",
    time: 1_772_323_200_000_000,
    file: "conn.log",
    record: 9,
    ids: { uid: "C1" },
  },
];

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "quarry-exports-"));
  const told = estate.map((one) => (one.name === "beacon-2" ? { ...one, label: "=cmd|' /C calc'!A0" } : one));
  surface(join(dir, "workspace"), 1, told, { evidence, evidenceCount: 3, reasons: ["called every 60 s"] });
  engine = await createEngine({ workspaceDir: join(dir, "workspace") });
  client = createInProcessClient(engine, { trust: "local", host: "test" });
  await client.call("workspace.sign", { analyst: "ana" });
  const judge = (name: string, verdict: string, more: object = {}) =>
    client.call("triage.judge", { anomalyIds: [idIn(1, name)], verdict, analyst: "ana", ...more });
  await judge("beacon-1", "malicious", { techniques: ["T1071.001"], confidence: "high", note: "seen before" });
  await judge("beacon-2", "suspicious");
  for (const [i, kind] of verdictKinds.filter(({ key }) => key !== "malicious" && key !== "suspicious").entries())
    if (i < 9) await judge(`logon-${i}`, kind.key);
  const opened = await client.call("hunts.open", {
    anomalyIds: [idIn(1, "beacon-1"), idIn(1, "implant")],
    record: { topic: "Implant on ws-1", techniques: ["T1055"] },
    analyst: "ana",
  });
  hunt = opened.hunt.id;
  await client.call("hunts.move", { id: hunt, stage: "active", analyst: "ana" });
});
afterAll(async () => {
  await engine.close();
  rmSync(dir, { recursive: true, force: true });
});

async function write(wanted: Wanted, name = "out") {
  const out = join(dir, name);
  const written = await client.call("exports.write", { wanted, out, analyst: "ana" });
  return { written, text: readFileSync(out, "utf8"), out };
}

const Json = z.record(z.string(), z.unknown());
const lines = (text: string) =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => Json.parse(JSON.parse(line)));
const info = (finding: z.infer<typeof Json>) => Json.parse(finding["finding_info"]);
const byId = (text: string) => new Map(lines(text).map((finding) => [String(info(finding)["uid"]), finding]));
const enrichment = (finding: z.infer<typeof Json> | undefined, name: string) =>
  z
    .array(z.looseObject({ name: z.string(), value: z.string(), data: Json }))
    .parse(finding?.["enrichments"])
    .find((one) => one.name === name);

describe("findings", () => {
  it("are all there, one a line, and an alert only where a person confirmed", async () => {
    const { text, written } = await write({ what: "findings" });
    const findings = byId(text);
    expect(findings.size).toBe(estate.length);
    expect(written.rows).toBe(estate.length);
    const alerts = [...findings].filter(([, finding]) => finding["is_alert"] === true).map(([id]) => id);
    expect(alerts).toEqual([idIn(1, "beacon-1")]);
    expect([...findings.values()].every((finding) => typeof finding["is_alert"] === "boolean")).toBe(true);
  });

  it("take verdict_id from the taxonomy and status_id from the workflow", async () => {
    const findings = byId((await write({ what: "findings" })).text);
    const state = (name: string) => {
      const { status, verdict_id: verdict, type_uid: type } = findings.get(idIn(1, name)) ?? {};
      return [status, verdict, type];
    };
    expect(state("beacon-1")).toEqual(["Resolved", 2, 200403]);
    expect(state("beacon-2")).toEqual(["In Progress", 4, 200402]);
    expect(state("implant")).toEqual(["In Progress", 0, 200401]);
    expect(state("later")).toEqual(["New", 0, 200401]);
    const kinds = verdictKinds.filter(({ key }) => key !== "malicious" && key !== "suspicious").slice(0, 9);
    expect(kinds.map((_, i) => findings.get(idIn(1, `logon-${i}`))?.["verdict_id"])).toEqual(kinds.map((kind) => kind.ocsfVerdictId));
  });

  it("carry evidence, model version, score with its p-value, and the analyst's decision", async () => {
    const finding = byId((await write({ what: "findings" })).text).get(idIn(1, "beacon-1"));
    expect(finding?.["evidences"]).toEqual([
      {
        uid: "0123456789abcdef-4",
        name: "network_activity, record 9 of conn.log",
        data: { class: "network_activity", time: 1_772_323_200_000, file: "conn.log", record: 9, ids: { uid: "C1" } },
      },
    ]);
    expect(info(finding ?? {})).toMatchObject({ related_events_count: 3, analytic: { uid: "beaconing", version: "version-of-beaconing" } });
    expect(enrichment(finding, "quarry.score")?.data).toMatchObject({ score: 0.7, pValue: 0.0003, calibrationRows: 500 });
    const { decisions } = await client.call("audit.page", { kind: "verdict.record", limit: 100 });
    const decision = decisions.at(-1);
    expect(enrichment(finding, "quarry.decision")).toMatchObject({ value: decision?.id, provider: "ana", data: { note: "seen before" } });
    expect(finding?.["time"]).toBe(Math.floor((decision?.at ?? 0) / 1000));
    expect(info(finding ?? {})["attacks"]).toMatchObject([{ sub_technique: { uid: "T1071.001" }, version: "17" }]);
  });

  it("are those the queue shows under the same filter", async () => {
    for (const filter of [
      { show: "open" as const },
      { text: "scan" },
      { model: "logon" },
      { hunt, show: "all" as const },
      { health: "suppressed" as const },
    ]) {
      const shown = await client.call("triage.queue", { show: "all", limit: 1000, ...filter });
      const { text } = await write({ what: "findings", ...filter });
      expect([...byId(text).keys()].toSorted()).toEqual(shown.rows.map((row) => row.anomalyId).toSorted());
      const plan = await client.call("exports.plan", { wanted: { what: "findings", ...filter } });
      expect(plan.rows).toBe(shown.total);
      expect(plan.parts.reduce((sum, part) => sum + part.n, 0)).toBe(plan.rows);
    }
  });

  it("keep formulas from running in a table of them, and leave numbers alone", async () => {
    const { text, written } = await write({ what: "findings", format: "csv" });
    const rows = z.array(z.record(z.string(), z.string())).parse(parse(text, { columns: true, record_delimiter: "\r\n" }));
    expect(rows).toHaveLength(written.rows);
    const row = rows.find((one) => one["anomaly_id"] === idIn(1, "beacon-2"));
    expect(row).toMatchObject({ subject: "'=cmd|' /C calc'!A0", headline: "'=cmd|' /C calc'!A0", score: "0.7", evidence: "conn.log:9" });
  });

  it("have the same bytes whenever they are exported, and say beside them when that was and who signed", async () => {
    const first = await write({ what: "findings" }, "one");
    const second = await write({ what: "findings" }, "two");
    expect(second.text).toBe(first.text);
    const manifest = readFileSync(`${second.out}.manifest.json`, "utf8");
    expect(ExportedFile.parse(JSON.parse(manifest))).toMatchObject({
      sha256: sha256(second.text),
      rows: estate.length,
      datasetVersions: ["d1"],
    });
    expect(manifest.replaceAll('"two"', '"one"')).toBe(readFileSync(`${first.out}.manifest.json`, "utf8"));
    const { decisions } = await client.call("audit.page", { kind: "export.write", limit: 2 });
    expect(decisions.map(({ id, actor }) => [id, actor])).toEqual([
      [second.written.decision, "ana"],
      [first.written.decision, "ana"],
    ]);
    expect(readFileSync(`${second.out}.provenance.json`, "utf8")).toContain(second.written.decision);
    expect((await client.call("audit.verify", {})).ok).toBe(true);
  });
});

describe("an export", () => {
  it("is refused before anything is signed when it cannot be: a page's path, a folder that is not there, a hunt that is not there", async () => {
    const page = createInProcessClient(engine, { trust: "page", host: "test" });
    const before = (await client.call("audit.page", { kind: "export.write" })).total;
    await expect(page.call("exports.write", { wanted: { what: "findings" }, out: join(dir, "x") })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(client.call("exports.write", { wanted: { what: "findings" }, out: join(dir, "no", "x") })).rejects.toMatchObject({
      code: "io",
    });
    await expect(client.call("exports.write", { wanted: { what: "stix", hunt: "h0" } })).rejects.toMatchObject({ code: "not-found" });
    expect((await client.call("audit.page", { kind: "export.write" })).total).toBe(before);
  });

  it("of a page goes to the workspace under a name of its content, and leaves nothing half-written", async () => {
    const page = createInProcessClient(engine, { trust: "page", host: "test" });
    const { file, bytes } = await page.call("exports.write", { wanted: { what: "incidents" } });
    const folder = join(dir, "workspace", "exports");
    expect(readdirSync(folder).toSorted()).toEqual([file, `${file}.manifest.json`, `${file}.provenance.json`].toSorted());
    expect(statSync(join(folder, file)).size).toBe(bytes);
  });

  it("that is cancelled leaves no file", async () => {
    const controller = new AbortController();
    controller.abort();
    const out = join(dir, "cancelled");
    await expect(client.call("exports.write", { wanted: { what: "findings" }, out }, controller.signal)).rejects.toThrow();
    expect(readdirSync(dir).filter((name) => name.startsWith("cancelled"))).toEqual([]);
  });
});

describe("incidents", () => {
  it("are hunts in the words of OCSF and MISP, and an alert only when closed as malicious", async () => {
    const [active] = lines((await write({ what: "incidents", hunt })).text);
    expect(active).toMatchObject({ status: "In Progress", is_alert: false, verdict_id: 0, assignee: { name: "ana" }, type_uid: 200502 });
    expect(active?.["attacks"]).toMatchObject([{ sub_technique: { uid: "T1071.001" } }]);
    expect(active?.["metadata"]).toMatchObject({ labels: ['hunt-ex:methodology="model-assisted"'] });
    await client.call("hunts.close", {
      id: hunt,
      outcome: "hypothesis-confirmed-malicious",
      byproducts: [{ kind: "detection-gap", what: "none" }],
      knownBenign: [],
      handOff: "escalated-to-ir",
      analyst: "ana",
    });
    const [closed] = lines((await write({ what: "incidents", hunt })).text);
    expect(closed).toMatchObject({ status: "Closed", is_alert: true, verdict_id: 2 });
    expect(closed?.["metadata"]).toMatchObject({
      labels: [
        'hunt-ex:methodology="model-assisted"',
        'hunt-ex:outcome="hypothesis-confirmed-malicious"',
        'hunt-ex:byproduct="detection-gap"',
        'hunt-ex:handoff="escalated-to-ir"',
      ],
    });
    await client.call("decisions.undo", { analyst: "ana" });
  });
});

const Layer = z.looseObject({ techniques: z.array(z.looseObject({ techniqueID: z.string(), score: z.number() })) });
const techniquesOf = async (layer: "candidate" | "observed" | "hunted-no-finding") =>
  Layer.parse(JSON.parse((await write({ what: "navigator", layer })).text)).techniques.map(({ techniqueID, score }) => [
    techniqueID,
    score,
  ]);

describe("layers", () => {
  it("tell apart what was named, what a person confirmed and what was hunted without a finding", async () => {
    expect(await techniquesOf("candidate")).toEqual([["T1055", 0]]);
    expect(await techniquesOf("observed")).toEqual([["T1071.001", 1]]);
    expect(await techniquesOf("hunted-no-finding")).toEqual([]);
    const close = { id: hunt, byproducts: [], knownBenign: [], handOff: "none" as const, analyst: "ana" };
    await client.call("hunts.close", { ...close, outcome: "hypothesis-not-confirmed" });
    expect(await techniquesOf("hunted-no-finding")).toEqual([["T1055", 1]]);
    await client.call("decisions.undo", { analyst: "ana" });
  });
});

const Bundle = z.looseObject({ type: z.literal("bundle"), objects: z.array(z.looseObject({ type: z.string(), id: z.string() })) });

describe("sightings", () => {
  it("are of what a person confirmed and nothing else, with what was observed, where, and what it indicates", async () => {
    const { text, written } = await write({ what: "stix" });
    const { objects } = Bundle.parse(JSON.parse(text));
    expect(written.rows).toBe(1);
    expect(objects.map(({ type }) => type)).toEqual([
      "identity",
      "indicator",
      "identity",
      "domain-name",
      "domain-name",
      "observed-data",
      "sighting",
      "attack-pattern",
      "relationship",
    ]);
    expect(new Set(objects.map(({ id }) => id)).size).toBe(objects.length);
    const sighting = objects.find(({ type }) => type === "sighting");
    expect(sighting).toMatchObject({ count: 3, confidence: 85, sighting_of_ref: objects[1]?.id });
    expect((await write({ what: "stix" }, "again")).text).toBe(text);
  });

  it("are none, in a bundle that is still one, when nothing is confirmed", async () => {
    const { text, written } = await write({ what: "stix", model: "process-rarity" });
    expect(written.rows).toBe(0);
    expect(Bundle.parse(JSON.parse(text)).objects.map(({ type }) => type)).toEqual(["identity"]);
  });
});

describe.skipIf(noTestData("telemetry", "ocsf", "schema"))(`findings and incidents against the compiled OCSF ${ocsfVersion} schema`, () => {
  it.each([
    ["detection_finding", { what: "findings" }],
    ["incident_finding", { what: "incidents" }],
  ] as const)("are faultless as %s", async (name, wanted) => {
    const schema = compiledSchema(ocsfVersion);
    if (schema === undefined) throw new Error("no schema");
    const found = lines((await write(wanted)).text);
    expect(found.length).toBeGreaterThan(0);
    expect([...new Set(found.flatMap((one) => problemsOf(schema, name, one)))]).toEqual([]);
    expect(problemsOf(schema, name, { ...found[0], is_alert: "yes", nonsense: 1 })).toEqual(["is_alert: wrong value", "nonsense: unknown"]);
  });
});

describe.skipIf(noTestData("schemas", "attack-navigator"))("layers against the published layer format", () => {
  it.each(["candidate", "observed", "hunted-no-finding"] as const)("are faultless as %s", async (layer) => {
    const written: unknown = JSON.parse((await write({ what: "navigator", layer })).text);
    expect(problemsOfLayer(written)).toEqual([]);
    expect(problemsOfLayer({ ...Json.parse(written), domain: 7, colour: "red" })).toEqual([
      "layer.domain: no string",
      "layer.colour: unknown",
    ]);
  });
});

describe.skipIf(noTestData("schemas", "stix2.1"))("sightings against the schemas of OASIS", () => {
  it("are faultless, object by object and as a bundle", async () => {
    const check = createStixCheck();
    const bundle = Bundle.parse(JSON.parse((await write({ what: "stix" })).text));
    expect(bundle.objects.flatMap((object) => check(object))).toEqual([]);
    expect(check(bundle)).toEqual([]);
    expect(check({ ...bundle.objects[0], type: "sighting" })).not.toEqual([]);
  });
});
