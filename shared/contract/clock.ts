import { z } from "zod";

/**
 * What may be wrong with the times of a file. `zoneless-local`: text without a zone that is local time. `mislabelled-zone`: text
 * that names a zone it is not in. `twelve-hour`: the hours after noon are written as those before it. `seconds-since-start`:
 * numbers that count from the start of a capture. `epoch-unit`: numbers in another unit than taken for. `skew`: two clocks of a
 * record that differ by a constant which is no zone. `yearless`: dates without a year. `no-zone`: text without a zone, and nothing
 * to compare it with. `own-clock-drift`: a second clock that cannot be trusted. `shipper-time`: the event's own time was lost.
 * `other-period`: a file that lies far from the others it was given with.
 */
export const ClockProposalKind = z.enum([
  "zoneless-local",
  "mislabelled-zone",
  "twelve-hour",
  "seconds-since-start",
  "epoch-unit",
  "skew",
  "yearless",
  "no-zone",
  "own-clock-drift",
  "shipper-time",
  "other-period",
]);
export type ClockProposalKind = z.infer<typeof ClockProposalKind>;

export const ClockProposal = z.object({
  file: z.string(),
  kind: ClockProposalKind,
  /** The clock rule that would mend it, as `--clock` takes it; null where no rule does, or where only a person knows it. */
  rule: z.string().nullable(),
  /** The rule in force already treats the times so. */
  applied: z.boolean(),
  /** What was seen, with its numbers: `k` of `n` records. */
  evidence: z.string(),
  k: z.number().int(),
  n: z.number().int(),
  /** `strong`: nothing else explains it. `likely`: the usual cause. `weak`: for a person to judge. */
  confidence: z.enum(["strong", "likely", "weak"]),
  /** What the events are worth when nothing is done. */
  otherwise: z.string(),
});
export type ClockProposal = z.infer<typeof ClockProposal>;
