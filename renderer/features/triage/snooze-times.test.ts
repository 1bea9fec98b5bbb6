import { expect, test } from "vitest";
import { toIso } from "../../ui/format/time.ts";
import { instantOf, snoozeTimes, toField } from "./snooze-times.ts";

const berlin = (us: number): string => toIso(us, "Europe/Berlin");
const at = (now: string, key: string): string | undefined => {
  const found = snoozeTimes(Date.parse(now), berlin).find((one) => one.key === key);
  return found === undefined ? undefined : toField(found.at, berlin);
};

test("tomorrow and Monday are mornings on the clock that is shown, and Monday is never today", () => {
  const wednesday = "2026-03-04T17:00+01:00";
  expect(at(wednesday, "hour")).toBe("2026-03-04T18:00");
  expect(at(wednesday, "tomorrow")).toBe("2026-03-05T09:00");
  expect(at(wednesday, "monday")).toBe("2026-03-09T09:00");
  expect(at("2026-03-08T10:00+01:00", "monday")).toBe("2026-03-09T09:00");
  expect(at("2026-03-09T08:00+01:00", "monday")).toBe("2026-03-16T09:00");
});

test("a morning is at nine on the day the clock is put forward, too", () => {
  expect(at("2026-03-28T23:30+01:00", "tomorrow")).toBe("2026-03-29T09:00");
  expect(instantOf("2026-03-29T09:00", berlin)).toBe(Date.parse("2026-03-29T09:00+02:00"));
  expect(instantOf("nothing", berlin)).toBeNaN();
});
