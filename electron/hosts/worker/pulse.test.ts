import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { takePulse } from "./pulse.ts";

afterEach(() => void vi.useRealTimers());

/** A process that answers at once while `isThere`. */
function watched(everyMs: number, silentAfterMs: number) {
  const process = { isThere: true, asked: 0, said: [] as boolean[] };
  const pulse = takePulse({
    everyMs,
    silentAfterMs,
    ask: () => {
      process.asked += 1;
      if (process.isThere) queueMicrotask(() => pulse.heard());
    },
    changed: (isSilent) => process.said.push(isSilent),
  });
  return { process, pulse };
}

describe("the pulse of a process", () => {
  it("is silent after so many looks in vain, is asked once meanwhile, and comes back with one answer", async () => {
    vi.useFakeTimers();
    const { process, pulse } = watched(1000, 10_000);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(process).toMatchObject({ said: [], asked: 60 });
    process.isThere = false;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(pulse.isSilent).toBe(false);
    await vi.advanceTimersByTimeAsync(1000);
    expect(process).toMatchObject({ said: [true], asked: 61 });
    await vi.advanceTimersByTimeAsync(600_000);
    expect(process.said, "it is said once").toEqual([true]);
    process.isThere = true;
    pulse.heard();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(process.said).toEqual([true, false]);
    pulse.stop();
    const { asked } = process;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(process.asked).toBe(asked);
  });

  it("is not missed for a clock that jumps, nor while whoever looks was held up himself", async () => {
    const { process, pulse } = watched(20, 500);
    process.isThere = false;
    await sleep(100);
    vi.setSystemTime(Date.now() + 9 * 3_600_000);
    // As after a sleep: far more than the bound has passed, and nobody looked.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1500);
    await sleep(40);
    expect(process.said).toEqual([]);
    process.isThere = true;
    pulse.heard();
    pulse.stop();
  });
});
