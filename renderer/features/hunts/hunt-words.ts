import type { HuntSummary, Priority } from "../../../shared/contract/hunts.ts";
import { huntOutcomes, titleAmong } from "../../../shared/domain/hunt.ts";
import { plural } from "../../ui/format/number.ts";
import type { Tone } from "../../ui/Tag.tsx";

const dayUs = 86_400_000_000;

export const priorityText = ({ bits }: Pick<Priority, "bits">): string => bits.toFixed(1);
export const bitsText = (bits: number): string => `${bits < 0 ? "−" : "+"}${Math.abs(bits).toFixed(1)}`;

/** Days left or over of an active hunt; undefined when it has no end. */
export function dueText(dueAt: number | null, nowUs: number): { readonly text: string; readonly isLate: boolean } | undefined {
  if (dueAt === null) return undefined;
  const days = Math.ceil((dueAt - nowUs) / dayUs);
  if (dueAt < nowUs) return { text: `${plural(Math.max(1, Math.ceil((nowUs - dueAt) / dayUs)), "day")} over`, isLate: true };
  return { text: `${plural(days, "day")} left`, isLate: false };
}

export function outcomeTag(outcome: HuntSummary["outcome"]): { readonly text: string; readonly tone: Tone } | undefined {
  if (outcome === null) return undefined;
  const tone: Tone = outcome === "hypothesis-confirmed-malicious" ? "bad" : outcome === "hypothesis-confirmed-benign" ? "ok" : "neutral";
  return { text: titleAmong(huntOutcomes, outcome).toLowerCase(), tone };
}
