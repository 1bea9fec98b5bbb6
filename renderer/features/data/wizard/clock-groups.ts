import type { ClockProposal, ClockProposalKind } from "../../../../shared/contract/clock.ts";

export const clockKindNames: Readonly<Record<ClockProposalKind, string>> = {
  "zoneless-local": "Local time without a zone",
  "mislabelled-zone": "Names a zone it is not in",
  "twelve-hour": "12-hour clock without am and pm",
  "seconds-since-start": "Counts from the start of the capture",
  "epoch-unit": "Another unit since 1970",
  skew: "Two clocks apart by a constant",
  yearless: "No year",
  "no-zone": "No zone, and nothing to compare with",
  "own-clock-drift": "A second clock that drifts",
  "shipper-time": "The shipper's time, not the event's",
  "other-period": "Far from the other files",
};

export interface ClockGroup {
  readonly first: ClockProposal;
  readonly files: readonly string[];
}

const weights = { strong: 0, likely: 1, weak: 2 } as const;

/** Proposals that say the same of several files are one; what still needs a choice comes first, then the surest. */
export function groupProposals(proposals: readonly ClockProposal[]): ClockGroup[] {
  const groups = Map.groupBy(proposals, ({ kind, rule, applied }) => `${kind} ${rule ?? ""} ${String(applied)}`);
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group.toSorted((a, b) => weights[a.confidence] - weights[b.confidence]);
      return first === undefined ? [] : [{ first, files: group.map((p) => p.file) }];
    })
    .toSorted((a, b) => Number(a.first.applied) - Number(b.first.applied) || weights[a.first.confidence] - weights[b.first.confidence]);
}
