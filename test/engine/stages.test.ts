import { describe, expect, it } from "vitest";
import type { Stage } from "../../shared/contract/models.ts";
import { automaticActor } from "../../shared/contract/stages.ts";
import { promoteVersion } from "../../electron/engine/lifecycle/promote.ts";
import { setStage } from "../../electron/engine/lifecycle/set-stage.ts";
import { changeStage, type StageChange, stageEvents } from "../../electron/engine/lifecycle/stage-events.ts";
import { championAt } from "../../electron/engine/lifecycle/stage-history.ts";
import { verifyStages } from "../../electron/engine/lifecycle/verify-stages.ts";
import { nowUs } from "../../electron/engine/runtime.ts";
import { modelVersions } from "../../electron/engine/scoring/versions.ts";
import { execute } from "../../electron/engine/sqlite/statement.ts";
import type { Workspace } from "../../electron/engine/workspace/workspace.ts";
import { workspaceWithVersions } from "./stages-fixture.ts";
import { tempDir } from "./temp-dir.ts";

const model = "beaconing";
const stagesOf = ({ db }: Workspace): Record<string, Stage> => Object.fromEntries(modelVersions(db, model).map((v) => [v.id, v.stage]));
const problemsOf = ({ db, log }: Workspace): string[] => verifyStages(db, [...log.entries()]).map(({ problem }) => problem);
/** Entries of one moment stand in the log's order, and a moment has only the last of them. */
function nextMoment(): void {
  const now = nowUs();
  while (nowUs() === now);
}
const change = (given: Pick<StageChange, "kind" | "version" | "from" | "to"> & Partial<StageChange>): StageChange => ({
  actor: "ana",
  model,
  reason: "because",
  evidence: null,
  also: [],
  ...given,
});

describe("the stages of a model's versions", () => {
  it("change by entries of the log alone, each with actor, reason and evidence", () => {
    const { workspace, ids } = workspaceWithVersions(tempDir(), 2);
    const { db, log } = workspace;
    const [first = "", second = ""] = ids;
    promoteVersion(db, log, { model, version: first, reason: "the first", analyst: "ana" });
    setStage(db, log, { model, version: second, to: "validated", reason: "suite passed", actor: "root" });
    const evidence = { kind: "evaluation", id: "e1", text: "all lines pass", figures: { lines: 10 } };
    promoteVersion(db, log, { model, version: second, reason: "better", analyst: "ana", evidence });
    expect(stagesOf(workspace)).toEqual({ [first]: "retired", [second]: "champion" });
    expect(stageEvents(db, model)).toMatchObject([
      {
        kind: "model.promote",
        actor: "ana",
        version: first,
        from: "registered",
        to: "champion",
        reason: "the first",
        evidence: null,
        also: [],
      },
      { kind: "model.stage", actor: "root", version: second, from: "registered", to: "validated", reason: "suite passed" },
      {
        kind: "model.promote",
        version: second,
        from: "validated",
        to: "champion",
        evidence,
        also: [{ version: first, from: "champion", to: "retired" }],
      },
    ]);
    expect(problemsOf(workspace)).toEqual([]);
    expect(log.verify().ok).toBe(true);
    workspace.close();
  });

  it("were told in promotions of an older form, which are read as they were meant", () => {
    const { workspace, ids } = workspaceWithVersions(tempDir(), 2);
    const { db, log } = workspace;
    const [first = "", second = ""] = ids;
    promoteVersion(db, log, { model, version: first, reason: "the first", analyst: "ana" });
    const body = { model, version: second, from: "registered", replaces: first, reason: "better" };
    const { id } = log.append({ actor: "ana", kind: "model.promote", body });
    execute(db, "UPDATE stage_current SET stage = 'retired', decision_id = $id WHERE model_version = $first", { id, first });
    execute(db, "UPDATE stage_current SET stage = 'champion', decision_id = $id WHERE model_version = $second", { id, second });
    expect(problemsOf(workspace)).toEqual([]);
    expect(stageEvents(db, model).at(-1)?.also).toEqual([{ version: first, from: "champion", to: "retired" }]);
    workspace.close();
  });

  it("never hold two champions, even behind the log's back", () => {
    const { workspace, ids } = workspaceWithVersions(tempDir(), 2);
    const { db, log } = workspace;
    promoteVersion(db, log, { model, version: ids[0] ?? "", reason: "r", analyst: "ana" });
    const second = { version: ids[1] ?? "" };
    expect(() => execute(db, "UPDATE stage_current SET stage = 'champion' WHERE model_version = $version", second)).toThrow(/UNIQUE/);
    expect(() => changeStage(db, log, change({ ...second, kind: "model.promote", from: "registered", to: "champion" }))).toThrow(
      expect.objectContaining({ code: "conflict" }),
    );
    expect(stageEvents(db, model)).toHaveLength(1);
    workspace.close();
  });

  it.each<[string, Pick<StageChange, "kind" | "from" | "to"> & Partial<StageChange>]>([
    ["a step no person may take", { kind: "model.stage", from: "registered", to: "champion" }],
    ["a promotion out of quarantine", { kind: "model.promote", from: "quarantined", to: "champion" }],
    ["a rollback to what was never more than registered", { kind: "model.rollback", from: "registered", to: "champion" }],
    ["a demotion of what is no champion", { kind: "model.demote", from: "challenger", to: "retired" }],
    ["a promotion by a rule", { kind: "model.promote", from: "registered", to: "champion", actor: automaticActor }],
    ["a rollback by a rule", { kind: "model.rollback", from: "retired", to: "champion", actor: automaticActor }],
    ["a start from where the version is not", { kind: "model.promote", from: "validated", to: "champion" }],
  ])("refuse %s, and write nothing", (_, given) => {
    const { workspace, ids } = workspaceWithVersions(tempDir(), 1);
    expect(() => changeStage(workspace.db, workspace.log, change({ version: ids[0] ?? "", ...given }))).toThrow(
      expect.objectContaining({ code: "conflict" }),
    );
    expect(workspace.log.head().seq).toBe(0);
    workspace.close();
  });

  it("are known for any day gone by", () => {
    const { workspace, ids } = workspaceWithVersions(tempDir(), 2);
    const { db, log } = workspace;
    const [first = "", second = ""] = ids;
    promoteVersion(db, log, { model, version: first, reason: "the first", analyst: "ana" });
    nextMoment();
    promoteVersion(db, log, { model, version: second, reason: "better", analyst: "ana" });
    nextMoment();
    changeStage(db, log, change({ kind: "model.demote", version: second, from: "champion", to: "retired", actor: automaticActor }));
    const [one, two, three] = stageEvents(db, model).map(({ at }) => at);
    const at = (time: number | undefined) => championAt(db, model, time ?? 0).version;
    expect([at((one ?? 0) - 1), at(one), at((two ?? 0) - 1), at(two), at(three)]).toEqual([null, first, first, second, null]);
    workspace.close();
  });

  it("are found out when an entry was let in that no rule allows", () => {
    const { workspace, ids } = workspaceWithVersions(tempDir(), 1);
    const { db, log } = workspace;
    const [version = ""] = ids;
    const body = { model, version, from: "registered", to: "champion", reason: "", evidence: null, also: [] };
    const { id } = log.append({ actor: automaticActor, kind: "model.promote", body });
    execute(db, "UPDATE stage_current SET stage = 'champion', decision_id = $id", { id });
    expect(problemsOf(workspace)).toEqual(["model.promote needs a person"]);
    log.append({ actor: "ana", kind: "model.demote", body: { ...body, from: "champion", to: "retired" } });
    expect(problemsOf(workspace)).toContainEqual(expect.stringContaining("is champion, but the log says retired"));
    workspace.close();
  });
});
