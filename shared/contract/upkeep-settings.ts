import { z } from "zod";

const share = z.number().gt(0).lt(1);
const count = z.number().int().positive();

/** When a champion is demoted, and when another training is proposed; the part `upkeep` of `model.json`, each with its default. A version keeps those it was trained with. */
export const UpkeepSettings = z.object({
  /** Too few of what it surfaces is malicious: Wilson's upper bound below `floor` at two looks in a row. */
  precision: z
    .object({
      floor: share.default(0.2),
      /** The newest verdicts that count, at least and at most, and how old they may be. */
      least: count.default(30),
      most: count.default(100),
      days: count.default(30),
      /** A look every so many verdicts. */
      every: count.default(10),
      looks: count.default(2),
      /** Width of the bound in standard deviations, and while the data are outside the envelope. */
      z: z.number().positive().default(2.576),
      zOutside: z.number().positive().default(1.96),
    })
    .prefault({}),
  /** Confirmed incidents that it did not surface: one asks for a review, so many within the days demote. */
  misses: z.object({ demote: count.default(2), days: count.default(30) }).prefault({}),
  /** Alert rate over that of calibration: above `flood` in `windows` runs in a row or above `burst` in one demotes, below `silent` warns. */
  volume: z
    .object({
      flood: z.number().gt(1).default(4),
      windows: count.default(2),
      burst: z.number().gt(1).default(10),
      silent: share.default(0.25),
    })
    .prefault({}),
  /** Another training is proposed after so many days or so many new verdicts. */
  retrain: z.object({ days: count.default(30), verdicts: count.default(200) }).prefault({}),
});
export type UpkeepSettings = z.infer<typeof UpkeepSettings>;
