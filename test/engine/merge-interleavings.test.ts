import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { AppError } from "../../shared/contract/errors.ts";
import type { VerdictKey } from "../../shared/domain/verdict.ts";
import { canonicalJson } from "../../shared/lib/canonical-json.ts";
import { createRandom } from "../../shared/lib/random.ts";
import { DecisionBook } from "../../electron/engine/decisions/decision-book.ts";
import { HuntBoard } from "../../electron/engine/hunts/board.ts";
import { logContentId } from "../../electron/engine/merge/merge-logs.ts";
import { applyMerge, planMerge } from "../../electron/engine/merge/merge-workspaces.ts";
import { openOtherCopy } from "../../electron/engine/merge/other-copy.ts";
import { decisionKinds } from "../../electron/engine/operations/decision-kinds.ts";
import { sha256 } from "../../electron/engine/hash.ts";
import { readRows } from "../../electron/engine/sqlite/decision-rows.ts";
import { query } from "../../electron/engine/sqlite/statement.ts";
import { Judge } from "../../electron/engine/triage/judge.ts";
import { verifyProjection } from "../../electron/engine/triage/verify-projection.ts";
import { openWorkspace, type Workspace } from "../../electron/engine/workspace/workspace.ts";
import { estate, idIn, surface } from "./hunts-fixture.ts";

const dir = mkdtempSync(join(tmpdir(), "quarry-interleavings-"));
const at = (name: string): string => join(dir, name);
const cases = estate.slice(0, 5).map(({ name }) => idIn(1, name));
const verdicts: readonly VerdictKey[] = ["benign", "malicious", "suspicious", "test"];
let made = 0;

function inWorkspace<T>(name: string, work: (workspace: Workspace, book: DecisionBook) => T): T {
  const workspace = openWorkspace(at(name), { readOnly: false });
  const book = new DecisionBook(
    workspace.db,
    workspace.log,
    decisionKinds({ db: workspace.db, board: new HuntBoard(workspace), emit: () => undefined }),
  );
  try {
    return work(workspace, book);
  } finally {
    workspace.close();
  }
}

function copyOf(name: string): string {
  const copy = `c${++made}`;
  cpSync(at(name), at(copy), { recursive: true });
  return copy;
}

/** Decides at random, as one or another analyst; what is refused is not decided. */
function decide(name: string, seed: number, steps: number): void {
  inWorkspace(name, ({ db }, book) => {
    const random = createRandom(seed);
    const pick = <T>(of: readonly T[]): T => {
      const one = of[Math.floor(random.float() * of.length)];
      if (one === undefined) throw new Error("nothing to pick from");
      return one;
    };
    const judge = new Judge(db, book);
    for (let i = 0; i < steps; i++) {
      const [actor, anomaly, what] = [pick(["ana", "ben"]), pick(cases), random.float()];
      try {
        if (what < 0.55) judge.judge({ anomalyIds: [anomaly], verdict: pick(verdicts), reason: "", note: "", techniques: [] }, actor);
        else if (what < 0.7) judge.note(anomaly, `seen ${i}`, actor);
        else if (what < 0.88) book.undo(actor);
        else book.redo(actor);
      } catch (error) {
        expect(error).toBeInstanceOf(AppError);
      }
    }
  });
}

/** Merges `from` into a copy of `into`, and gives the copy's name. */
async function merged(into: string, from: string): Promise<string> {
  const copy = copyOf(into);
  const workspace = openWorkspace(at(copy), { readOnly: false });
  const other = openOtherCopy(workspace, at(from));
  try {
    const plan = await planMerge(workspace, other, "cai");
    const book = new DecisionBook(
      workspace.db,
      workspace.log,
      decisionKinds({ db: workspace.db, board: new HuntBoard(workspace), emit: () => undefined }),
    );
    await applyMerge(workspace, plan, () => void book.rebuild());
  } finally {
    other.close();
    workspace.close();
  }
  return copy;
}

/** A hash of all decisions, by content and in order, and of everything about cases that derives from them. `seq` counts merges, of which several orders have several. */
function stateHash(name: string): string {
  return inWorkspace(name, ({ db, log }) => {
    const entries = [...log.entries()];
    expect(log.verify().problems).toEqual([]);
    expect(verifyProjection(db, entries)).toEqual([]);
    const rows = (sql: string) => query(db, sql, z.record(z.string(), z.unknown())).all();
    return sha256(
      canonicalJson([
        logContentId(readRows(db)),
        rows("SELECT * FROM verdict_current ORDER BY anomaly_id"),
        rows("SELECT anomaly_id, decision_id, kind, undone, analyst, verdict FROM decision_target ORDER BY anomaly_id, decision_id"),
        rows("SELECT * FROM verdict_apart ORDER BY anomaly_id, earlier_id, later_id"),
        rows("SELECT * FROM verdict_dispute ORDER BY anomaly_id"),
      ]),
    );
  });
}

beforeAll(() => surface(at("base"), 1, estate));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe("merging copies in which anything may have been decided", () => {
  it("gives the same state whichever is merged into which, in whatever order, and merging again changes nothing", async () => {
    let disputes = 0;
    for (let seed = 1; seed <= 5; seed++) {
      const start = copyOf("base");
      decide(start, seed, 6);
      const [a, b, c] = [copyOf(start), copyOf(start), copyOf(start)];
      decide(a, seed * 100 + 1, 9);
      decide(b, seed * 100 + 2, 9);
      decide(c, seed * 100 + 3, 5);
      const [ab, ba] = [await merged(a, b), await merged(b, a)];
      expect(stateHash(ab), `seed ${seed}: a with b, b with a`).toBe(stateHash(ba));
      expect(stateHash(await merged(a, copyOf(a))), `seed ${seed}: a with itself`).toBe(stateHash(a));
      expect(stateHash(await merged(ab, b)), `seed ${seed}: b again`).toBe(stateHash(ab));
      // Decided on after a merge, and merged with a third that knows of neither.
      const onward = copyOf(ab);
      decide(onward, seed * 100 + 4, 5);
      const [left, right] = [await merged(onward, c), await merged(c, onward)];
      expect(stateHash(left), `seed ${seed}: three, either way round`).toBe(stateHash(right));
      const [first, second] = [await merged(ab, c), await merged(a, await merged(b, c))];
      expect(stateHash(first), `seed ${seed}: (a b) c and a (b c)`).toBe(stateHash(second));
      disputes += inWorkspace(left, ({ db }) => query(db, "SELECT anomaly_id FROM verdict_dispute", z.object({})).all().length);
    }
    expect(disputes, "verdicts that differ were among them").toBeGreaterThan(3);
  }, 60_000);

  it("puts two verdicts of one name to be settled too, where they differ and were given apart", async () => {
    const judgeIn = (name: string, anomalyId: string, verdict: VerdictKey): void =>
      inWorkspace(name, ({ db }, book) => {
        new Judge(db, book).judge({ anomalyIds: [anomalyId], verdict, reason: "", note: "", techniques: [] }, "ana");
      });
    const [anomaly = "", other = ""] = cases;
    const start = copyOf("base");
    judgeIn(start, other, "benign");
    const [a, b] = [copyOf(start), copyOf(start)];
    judgeIn(a, anomaly, "benign");
    judgeIn(b, anomaly, "malicious");
    const both = await merged(a, b);
    const disputed = () =>
      inWorkspace(both, ({ db }) => query(db, "SELECT anomaly_id FROM verdict_dispute", z.object({ anomaly_id: z.string() })).all());
    expect(disputed()).toEqual([{ anomaly_id: anomaly }]);
  });
});
