import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { AppError, CancelledError } from "../../../shared/contract/errors.ts";
import { Job } from "../../../shared/contract/workspace.ts";
import { createJobRegistry, type JobRegistry } from "./job-registry.ts";

function createRecorded(): { registry: JobRegistry; seen: Job[] } {
  const seen: Job[] = [];
  return { registry: createJobRegistry((job) => seen.push(Job.parse(job))), seen };
}

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(new CancelledError()), { once: true }));

test("a job tells of its beginning and its end, and gives its value", async () => {
  const { registry, seen } = createRecorded();
  const job = registry.start("telemetry.import", "Import conn.log", async () => 42);
  expect(registry.list()).toMatchObject([{ id: job.id, state: "running", title: "Import conn.log", endedAt: null }]);
  expect(await job.result).toBe(42);
  expect(seen.map((j) => j.state)).toEqual(["running", "done"]);
  expect(seen.at(-1)?.endedAt).toEqual(expect.any(Number));
});

test("progress is told about ten times a second, and the end always", async () => {
  const { registry, seen } = createRecorded();
  const { result } = registry.start("x", "X", async (_signal, progress) => {
    for (let done = 0; done < 300; done += 1) {
      progress({ stage: "reading", done, total: 300, unit: "rows" });
      await sleep(1);
    }
  });
  await result;
  const running = seen.filter((j) => j.state === "running");
  expect(running.length).toBeGreaterThan(2);
  expect(running.length).toBeLessThan(30);
  expect(seen.at(-1)).toMatchObject({ state: "done", stage: "reading", done: 299, total: 300, unit: "rows" });
});

test("the last progress before a pause is told even when nothing follows", async () => {
  const { registry, seen } = createRecorded();
  const { id, result } = registry.start("x", "X", (signal, progress) => {
    progress({ done: 1 });
    progress({ done: 2 });
    return untilAborted(signal);
  });
  await sleep(250);
  expect(seen.at(-1)).toMatchObject({ state: "running", done: 2 });
  registry.cancel(id);
  await expect(result).rejects.toThrow(CancelledError);
});

test("cancelling stops a job, which is then neither done nor failed", async () => {
  const { registry, seen } = createRecorded();
  const { id, result } = registry.start("x", "X", untilAborted);
  expect(registry.cancel(id)).toBe(true);
  await expect(result).rejects.toThrow(CancelledError);
  expect(seen.at(-1)).toMatchObject({ state: "cancelled" });
  expect(seen.at(-1)).not.toHaveProperty("error");
  expect(registry.cancel(id)).toBe(false);
  expect(registry.cancel("job-unknown")).toBe(false);
});

test("the caller's own signal cancels it as well", async () => {
  const { registry, seen } = createRecorded();
  const controller = new AbortController();
  const { result } = registry.start("x", "X", untilAborted, controller.signal);
  controller.abort();
  await expect(result).rejects.toThrow(CancelledError);
  expect(seen.at(-1)?.state).toBe("cancelled");
});

test("a failure is told with its message and passed on unchanged", async () => {
  const { registry, seen } = createRecorded();
  const error = new AppError("bad-input", "conn.log is empty");
  await expect(registry.start("x", "X", () => Promise.reject(error)).result).rejects.toBe(error);
  expect(seen.at(-1)).toMatchObject({ state: "failed", error: "conn.log is empty" });
});

test("the newest come first and only fifty ended ones are kept, running ones always", async () => {
  const { registry } = createRecorded();
  const running = registry.start("long", "Long", untilAborted);
  for (let i = 0; i < 60; i += 1) await registry.start("short", `Short ${i}`, async () => i).result;
  const listed = registry.list();
  expect(listed).toHaveLength(51);
  expect(listed[0]?.title).toBe("Short 59");
  expect(listed.at(-1)).toMatchObject({ id: running.id, state: "running" });
  const ended = expect(running.result).rejects.toThrow(CancelledError);
  await registry.close();
  await ended;
  expect(registry.list().some((job) => job.state === "running")).toBe(false);
});
