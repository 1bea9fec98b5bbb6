import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Client } from "../../shared/contract/client.ts";
import { AppError, CancelledError } from "../../shared/contract/errors.ts";
import type { EventBody } from "../../shared/contract/events.ts";
import { requestNames, requests, type Input, type RequestName } from "../../shared/contract/requests.ts";

/** A connection to an echo engine through one carrier, and a look at what became of its calls. */
export interface Carrier {
  readonly client: Client;
  /** What the engine sees as its caller, as `host/trust`. */
  readonly caller: string;
  /** Names of the calls the engine saw cancelled. */
  cancelled(): Promise<readonly string[]>;
  /** Breaks the connection without a word, as a crashed page would. */
  drop(): Promise<void>;
  close(): Promise<void>;
}

/** One input for every request of the contract. */
const samples: { readonly [K in RequestName]: Input<K> } = {
  "engine.info": {},
  "engine.restart": {},
  "workspace.info": {},
  "workspace.sign": { analyst: "ana" },
  "workspace.auditShare": { share: 0.1 },
  "jobs.list": {},
  "jobs.cancel": { id: "running" },
  "files.choose": {},
  "files.begin": { name: "conn.log", size: 3 },
  "files.release": { grants: ["g"] },
  "files.append": { grant: "g", offset: 0, base64: "YWJj" },
  "telemetry.import": { grants: ["g"], source: "sensor" },
  "telemetry.inspect": { grants: ["g"] },
  "mappings.list": {},
  "mappings.read": { name: "flows" },
  "mappings.save": { name: "flows", mapping: "{}" },
  "mappings.propose": { grants: ["g"] },
  "mappings.preview": { grants: ["g"], mapping: "{}" },
  "telemetry.snapshots": {},
  "telemetry.datasets": {},
  "telemetry.icebergSnapshots": { grants: ["g"] },
  "telemetry.sources": {},
  "telemetry.rejects": { snapshotId: "s" },
  "telemetry.validate": { snapshotId: "s", sample: 10 },
  "telemetry.exportRejects": { snapshotId: "s", format: "csv" },
  "snapshots.list": {},
  "snapshots.show": { id: "5555" },
  "snapshots.verify": {},
  "snapshots.retire": { id: "5555", reason: "old" },
  "snapshots.retention": {},
  "snapshots.keep": { keepDays: 30 },
  "datasets.history": {},
  "datasets.compose": { sources: ["sensor"] },
  "datasets.compare": { from: "v1", to: "v2" },
  "inventory.import": { kind: "cmdb", grants: ["g"] },
  "inventory.inspect": { grants: ["g"] },
  "inventory.list": {},
  "drift.reports": { model: "beaconing" },
  "health.report": {},
  "health.rows": { metric: "gap", source: "zeek" },
  "health.fixes": {},
  "health.anomaly": { anomalyId: "a1" },
  "entities.search": { text: "ws-117" },
  "entities.get": { id: "e1" },
  "entities.why": { a: "e1", b: "e2" },
  "entities.resolve": { kind: "ip", text: "10.0.0.1", at: 1 },
  "entities.conflicts": {},
  "entities.review": {},
  "entities.status": {},
  "entities.override": { change: { op: "must-link", a: "e1", b: "e2", why: "one laptop" } },
  "entity.show": { id: "e1" },
  "models.reproduce": { model: "beaconing", version: "champion" },
  "models.preview": { model: "beaconing", version: "candidate" },
  "models.scoreBeside": { model: "beaconing", version: "candidate" },
  "models.trainingReport": { model: "beaconing", version: "candidate" },
  "labels.receipts": {},
  "labels.audit": {},
  "blindReview.start": { model: "beaconing" },
  "blindReview.status": { model: "beaconing" },
  "blindReview.end": { review: "r1" },
  "blindReview.receipt": { review: "r1" },
  "review.agreement": {},
  "review.status": {},
  "merge.preview": { grant: "g" },
  "merge.apply": { grant: "g" },
  "review.share": { share: 0.1 },
  "review.queue": {},
  "review.judge": { anomalyIds: ["a1"], verdict: "benign" },
  "review.disagreements": {},
  "review.settle": { anomalyId: "a1", verdict: "benign", reason: "the change was announced" },
  "inventory.rejects": { id: "0123abcd" },
  "inventory.diff": { before: "0123abcd", after: "4567abcd" },
  "inventory.retire": { id: "0123abcd", reason: "wrong export" },
  "models.list": {},
  "models.train": { model: "beaconing", seed: 7 },
  "models.inspect": { grants: ["g"], package: "beaconing" },
  "models.import": { grants: ["g"], package: "beaconing", score: "scores", direction: "lower_is_anomalous" },
  "models.evaluate": { model: "beaconing", version: "v1" },
  "models.gate": { model: "beaconing" },
  "models.card": { model: "beaconing" },
  "suites.list": {},
  "suites.choices": { model: "beaconing" },
  "suites.create": { model: "beaconing", title: "Spring", cases: [{ anomalyId: "a1", technique: "T1071" }] },
  "suites.import": { model: "beaconing", grants: ["g"] },
  "models.export": { model: "beaconing", version: "champion" },
  "models.promote": { model: "beaconing", version: "v1", reason: "better" },
  "models.history": { model: "beaconing" },
  "models.championAt": { model: "beaconing", at: 1 },
  "models.scoredBy": { anomalyId: "a1" },
  "models.stage": { model: "beaconing", version: "v1", to: "validated", reason: "suite passed" },
  "models.rollbackPlan": { model: "beaconing" },
  "models.rollback": { model: "beaconing", reason: "worse" },
  "models.demote": { model: "beaconing", reason: "worse" },
  "models.quarantine": { model: "beaconing", version: "v1", reason: "not ours" },
  "models.upkeep": { model: "beaconing" },
  "models.expectedEffect": { model: "beaconing" },
  "models.declineRetraining": { model: "beaconing", proposal: "p1", reason: "not now" },
  "preferences.read": {},
  "preferences.write": { text: "{}" },
  "scoring.run": {},
  "scoring.runs": {},
  "triage.queue": { limit: 2 },
  "triage.row": { anomalyId: "a1" },
  "triage.case": { anomalyId: "a1" },
  "triage.context": { anomalyId: "a1" },
  "triage.evidence": { anomalyId: "a1" },
  "triage.record": { eventId: "0123456789abcdef-0" },
  "triage.judge": { anomalyIds: ["a1"], verdict: "benign" },
  "decisions.undo": {},
  "decisions.redo": {},
  "decisions.history": {},
  "decisions.rebuild": {},
  "triage.note": { anomalyId: "a1", text: "seen" },
  "bulk.preview": { like: "a1" },
  "snoozes.set": { anomalyIds: ["a1"], until: null },
  "suppressions.offer": { anomalyId: "a1" },
  "suppressions.preview": { scope: { model: "beaconing" } },
  "suppressions.create": { scope: { model: "beaconing" }, reason: "known" },
  "suppressions.list": {},
  "suppressions.change": { id: "d1", days: 0 },
  "views.list": {},
  "views.save": { name: "mine", filter: {} },
  "views.remove": { name: "mine" },
  "views.setDefault": { name: null },
  "bulk.judge": { like: "a1", verdict: "benign", setId: "s" },
  "hunts.candidates": {},
  "hunts.candidate": { id: "c0000000000000001" },
  "hunts.places": {},
  "hunts.arrange": { how: "drop", anomalyIds: ["a0000007f3c9d2"] },
  "hunts.list": {},
  "hunts.show": { id: "h0000000000000001" },
  "hunts.open": { candidate: "c0000000000000001" },
  "hunts.edit": { id: "h0000000000000001", changes: { notes: "seen" } },
  "hunts.members": { id: "h0000000000000001", add: ["a0000004f3c9d2"] },
  "hunts.move": { id: "h0000000000000001", stage: "backlog" },
  "hunts.close": {
    id: "h0000000000000001",
    outcome: "hypothesis-not-confirmed",
    byproducts: [],
    knownBenign: [],
    handOff: "none",
  },
  "hunts.report": { id: "h0000000000000001" },
  "context.expand": { anomalyId: "a1", node: "ip:10.0.0.1" },
  "context.paths": { anomalyId: "a1", a: "ip:10.0.0.1", b: "domain:d.example" },
  "context.events": { anomalyId: "a1", events: ["0123456789abcdef-0"] },
  "insights.report": { period: "7", model: "beaconing" },
  "insights.behind": { figure: "precision", part: "yes" },
  "insights.perAnalyst": { on: true },
  "labels.export": { format: "csv" },
  "exports.plan": { wanted: { what: "findings" } },
  "exports.verifyArchive": { grants: ["g"] },
  "exports.rerun": { grants: ["g"] },
  "exports.write": { wanted: { what: "navigator", layer: "observed" } },
  "backups.list": {},
  "backups.make": {},
  "lineage.events": { job: "ocsf.normalize" },
  "lineage.graph": { of: "v1" },
  "lineage.node": { of: "v1" },
  "lineage.verify": { of: "v1" },
  "lineage.sink": {},
  "lineage.setSink": { url: null },
  "sql.run": { sql: "SELECT 1" },
  "sql.explain": { sql: "SELECT 1" },
  "sql.export": { sql: "SELECT 1", format: "csv" },
  "sql.history": {},
  "sql.keep": { id: "s", name: null, isPinned: true },
  "sql.forget": { id: "s" },
  "audit.verify": {},
  "audit.page": { about: { type: "model", id: "beaconing" } },
  "audit.choices": {},
};

export async function until<T>(look: () => T | Promise<T>, good: (value: T) => boolean, withinMs = 5000): Promise<T> {
  const end = performance.now() + withinMs;
  for (;;) {
    const value = await look();
    if (good(value)) return value;
    if (performance.now() > end) throw new Error(`still ${JSON.stringify(value)} after ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const rejection = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => {
      throw new Error(`resolved with ${JSON.stringify(value)}`);
    },
    (error: unknown) => error,
  );

/** What every carrier must do alike. */
export function describeCarrier(name: string, open: () => Promise<Carrier>): void {
  describe(`contract over ${name}`, () => {
    let carrier: Carrier;
    beforeEach(async () => {
      carrier = await open();
    });
    afterEach(() => carrier.close());
    const call = (request: RequestName, input: unknown, signal?: AbortSignal): Promise<unknown> =>
      carrier.client.call(request, input as never, signal);

    it("answers every request as its contract says", async () => {
      for (const request of requestNames) {
        const answer = await call(request, samples[request]);
        expect(requests[request].output.safeParse(answer).error, request).toBeUndefined();
      }
    });

    it("tells the engine who calls", async () => {
      expect((await carrier.client.call("engine.info", {})).host).toBe(carrier.caller);
    });

    it("fills in what the input leaves out", async () => {
      expect((await carrier.client.call("triage.queue", {})).rows).toHaveLength(200);
    });

    it("names the field of bad input", async () => {
      const error = await rejection(call("triage.queue", { limit: "many" }));
      expect(error).toBeInstanceOf(AppError);
      expect(error).toMatchObject({ code: "bad-input", detail: { field: "limit" } });
      expect(await rejection(call("triage.judge", { anomalyIds: ["a", 3], verdict: "benign" }))).toMatchObject({
        code: "bad-input",
        detail: { field: "anomalyIds[1]" },
      });
    });

    it("refuses a name that is none, also one that every object has", async () => {
      for (const request of ["triage.everything", "__proto__", "constructor"])
        expect(await rejection(call(request as RequestName, {}))).toMatchObject({ code: "not-found" });
    });

    it("carries an expected failure with its code, message and place", async () => {
      const error = await rejection(call("triage.row", { anomalyId: "missing" }));
      expect(error).toBeInstanceOf(AppError);
      expect(error).toMatchObject({
        code: "not-found",
        message: "there is no anomaly missing",
        detail: { file: "a.log", line: 7, hint: "look at the queue" },
      });
    });

    it("reports a bug and an answer that breaks the contract as internal", async () => {
      expect(await rejection(call("triage.row", { anomalyId: "bug" }))).toMatchObject({ code: "internal" });
      const crooked = await rejection(call("triage.row", { anomalyId: "crooked" }));
      expect(crooked).toMatchObject({ code: "internal" });
      expect(String(crooked)).toContain("rank");
    });

    it("cancels a call when its signal aborts", async () => {
      const abort = new AbortController();
      const slow = rejection(call("triage.row", { anomalyId: "slow" }, abort.signal));
      await call("engine.info", {});
      abort.abort();
      expect(await slow).toBeInstanceOf(CancelledError);
      expect(await carrier.cancelled()).toContain("triage.row");
    });

    it("does not send a call whose signal is aborted already", async () => {
      const error = await rejection(call("triage.row", { anomalyId: "slow" }, AbortSignal.abort()));
      expect(error).toBeInstanceOf(CancelledError);
      expect(await carrier.cancelled()).toEqual([]);
    });

    it("answers in any order", async () => {
      const abort = new AbortController();
      const slow = rejection(call("triage.row", { anomalyId: "slow" }, abort.signal));
      const quick = await Promise.all([1, 2, 3].map((i) => carrier.client.call("triage.row", { anomalyId: `a${i}` })));
      expect(quick.map((row) => row.anomalyId)).toEqual(["a1", "a2", "a3"]);
      abort.abort();
      await slow;
    });

    it("delivers events until the listener is taken away", async () => {
      const heard: EventBody<"workspace.changed">[] = [];
      const stop = carrier.client.on("workspace.changed", (body) => heard.push(body));
      await call("workspace.sign", { analyst: "ana" });
      await until(
        () => heard,
        (all) => all.length === 1,
      );
      expect(heard).toEqual([{ what: "analyst ana" }]);
      stop();
      await call("workspace.sign", { analyst: "bo" });
      await call("engine.info", {});
      expect(heard).toHaveLength(1);
    });

    it("refuses calls beyond the limit of a connection and goes on", async () => {
      const abort = new AbortController();
      const slow = Array.from({ length: 70 }, () => rejection(call("triage.row", { anomalyId: "slow" }, abort.signal)));
      const errors = await Promise.race([Promise.all(slow.slice(64)), Promise.all(slow)]);
      expect(errors).toHaveLength(6);
      for (const error of errors) expect(error).toMatchObject({ code: "limit-exceeded" });
      abort.abort();
      await Promise.all(slow);
      expect(await call("jobs.list", {})).toEqual([]);
    });

    it("cancels plain calls when the connection breaks and lets jobs go on", async () => {
      const row = rejection(call("triage.row", { anomalyId: "slow" }));
      const job = rejection(call("telemetry.import", { source: "slow" }));
      await call("engine.info", {});
      await carrier.drop();
      expect(await row).toMatchObject({ code: "engine-gone" });
      expect(await job).toMatchObject({ code: "engine-gone" });
      expect(
        await until(
          () => carrier.cancelled(),
          (all) => all.length > 0,
        ),
      ).toEqual(["triage.row"]);
    });

    it("rejects what is called after the connection broke", async () => {
      await carrier.drop();
      const error = await until(
        () => rejection(call("jobs.list", {})),
        (e) => e instanceof AppError,
      );
      expect(error).toMatchObject({ code: "engine-gone" });
    });
  });
}
