import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { eventNames } from "../../shared/contract/events.ts";
import { isRequestName } from "../../shared/contract/requests.ts";
import type { Job } from "../../shared/contract/workspace.ts";
import { createFakeClient } from "../../test/unit-support/fake-client.ts";
import { listenToEngine, outdatedBy, withJob } from "./engine-events.ts";

const job = (id: string, done: number): Job => ({
  id,
  name: "telemetry.import",
  title: "Import",
  state: "running",
  stage: "",
  done,
  total: 10,
  unit: "rows",
  startedAt: Number(id),
  endedAt: null,
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("every event says which answers it makes old, and names only requests that exist", () => {
  expect(Object.keys(outdatedBy).toSorted()).toEqual([...eventNames].toSorted());
  expect(Object.values(outdatedBy).flat().every(isRequestName)).toBe(true);
});

test("a burst of events asks the engine once", () => {
  const client = createFakeClient();
  const queries = new QueryClient();
  const invalidate = vi.spyOn(queries, "invalidateQueries").mockResolvedValue();
  const stop = listenToEngine(client, queries);
  for (let i = 0; i < 50; i += 1) client.emit("verdict.changed", { anomalyIds: ["a"] });
  expect(invalidate).not.toHaveBeenCalled();
  vi.advanceTimersByTime(300);
  expect(invalidate).toHaveBeenCalledTimes(outdatedBy["verdict.changed"].length);
  stop();
  client.emit("verdict.changed", { anomalyIds: ["a"] });
  vi.advanceTimersByTime(300);
  expect(invalidate).toHaveBeenCalledTimes(outdatedBy["verdict.changed"].length);
});

test("a job's progress is shown without asking", () => {
  const client = createFakeClient();
  const queries = new QueryClient();
  listenToEngine(client, queries);
  client.emit("job.changed", job("1", 2));
  client.emit("job.changed", job("1", 5));
  expect(queries.getQueryData<Job[]>(["jobs.list", {}])?.map((j) => j.done)).toEqual([5]);
});

test("jobs are kept newest first, one entry each", () => {
  expect(withJob([job("1", 1)], job("2", 0)).map((j) => j.id)).toEqual(["2", "1"]);
  expect(withJob(undefined, job("1", 1))).toHaveLength(1);
});
