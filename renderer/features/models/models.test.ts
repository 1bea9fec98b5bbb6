import { describe, expect, test } from "vitest";
import type { ModelSummary, ModelVersion } from "../../../shared/contract/models.ts";
import { candidateOf, newestFirst, stateOf } from "./model-words.ts";
import { parseTrainForm } from "./train-form.ts";

const version = (id: string, stage: ModelVersion["stage"], createdAt: number): ModelVersion => ({
  id,
  model: "m",
  stage,
  createdAt,
  datasetVersion: "d",
  timeRange: {},
  seed: 1,
  packageDigest: "",
  featureSqlDigest: "",
  onnxSha256: "",
  codeDigest: "",
  ocsfVersion: "1.8.0",
  mappingDigests: [],
  trainRows: 1,
  calibrationRows: 1,
});
const model = (versions: ModelVersion[], champion?: string): ModelSummary => ({
  name: "m",
  title: "M",
  hypothesis: "",
  attack: [],
  requires: [],
  versions,
  ...(champion === undefined ? {} : { champion }),
});

describe("a model's state in words", () => {
  test("the newest version that may become champion is the candidate", () => {
    const versions = [
      version("old", "champion", 1),
      version("bad", "quarantined", 4),
      version("new", "registered", 3),
      version("mid", "registered", 2),
    ];
    expect(candidateOf(model(versions, "old"))?.id).toBe("new");
    expect(candidateOf(model([version("old", "retired", 1)]))).toBeUndefined();
    expect(newestFirst(model(versions)).map((v) => v.id)).toEqual(["bad", "new", "mid", "old"]);
  });

  test("a missing champion is a caution, a missing version is nothing", () => {
    expect(stateOf(model([]))).toEqual({ tone: "none", text: "not trained" });
    expect(stateOf(model([version("abcdef12", "registered", 1)]))).toEqual({ tone: "warn", text: "registered abcdef, no champion" });
    expect(stateOf(model([version("abcdef12", "champion", 1)], "abcdef12")).tone).toBe("ok");
  });
});

describe("the training form", () => {
  const form = (fields: Record<string, string>) => parseTrainForm("m", { get: (name: string) => fields[name] ?? null });

  test("days become a range in UTC, last day excluded", () => {
    expect(form({ from: "2026-03-09", to: "2026-03-16", seed: "7" })).toEqual({
      ok: true,
      input: { model: "m", seed: 7, range: { from: Date.UTC(2026, 2, 9) * 1000, to: Date.UTC(2026, 2, 16) * 1000 } },
    });
    expect(form({})).toEqual({ ok: true, input: { model: "m", seed: 1, range: {} } });
    expect(form({ labels: "on" })).toMatchObject({ input: { labels: "current" } });
  });

  test("nonsense is refused with a sentence", () => {
    expect(form({ seed: "1.5" })).toMatchObject({ ok: false });
    expect(form({ from: "2026-03-16", to: "2026-03-09" })).toMatchObject({ ok: false, problem: "The last day must come after the first." });
    expect(form({ from: "yesterday" })).toMatchObject({ ok: false });
  });
});
