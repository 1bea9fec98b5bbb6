import { expect, it } from "vitest";
import { calibrationNotices } from "./calibration-notices.ts";

const slice = { model: "beaconing", calibrationRows: 1999, subjects: 200, surfaced: 1, confirmed: 0 };

it("a slice is said to be too small exactly when it cannot flag what is surfaced at ten percent", () => {
  // Bates et al.: flagging 1 of 200 at .1 needs 1,999 calibration subjects.
  expect(calibrationNotices(slice)).toEqual([]);
  expect(calibrationNotices({ ...slice, calibrationRows: 1998 })).toEqual([expect.stringContaining("1999 are needed")]);
  expect(calibrationNotices({ ...slice, calibrationRows: 99, surfaced: 20 })).toEqual([]);
});

it("a slice with confirmed anomalies in it is said to give too large p-values", () => {
  expect(calibrationNotices({ ...slice, confirmed: 1 })).toEqual([
    "1 of the 1999 subjects that beaconing was calibrated on is confirmed malicious since, so its p-values are too large. Train it again.",
  ]);
});
