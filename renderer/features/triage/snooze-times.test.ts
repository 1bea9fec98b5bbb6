import { expect, test } from "vitest";
import { snoozeTimes, toLocalField } from "./snooze-times.ts";

const local = (year: number, month: number, day: number, hour: number): number => new Date(year, month - 1, day, hour).getTime();
const at = (nowMs: number, key: string): string | undefined => {
  const found = snoozeTimes(nowMs).find((one) => one.key === key);
  return found === undefined ? undefined : toLocalField(found.at);
};

test("tomorrow and Monday are mornings of the analyst's own days, and Monday is never today", () => {
  const wednesday = local(2026, 3, 4, 17);
  expect(at(wednesday, "hour")).toBe("2026-03-04T18:00");
  expect(at(wednesday, "tomorrow")).toBe("2026-03-05T09:00");
  expect(at(wednesday, "monday")).toBe("2026-03-09T09:00");
  expect(at(local(2026, 3, 8, 10), "monday")).toBe("2026-03-09T09:00");
  expect(at(local(2026, 3, 9, 8), "monday")).toBe("2026-03-16T09:00");
});
