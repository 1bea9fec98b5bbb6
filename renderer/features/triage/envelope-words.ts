import type { AnomalyEnvelope } from "../../../shared/contract/drift.ts";
import { isOutsideState, outsideWords } from "../../../shared/domain/drift.ts";

/** What the badge says; undefined where there is nothing to heed. */
export function envelopeWord(envelope: AnomalyEnvelope | null): string | undefined {
  if (envelope === null) return undefined;
  if (isOutsideState(envelope.state)) return "outside envelope";
  return envelope.isExtrapolating === true ? "extrapolating" : undefined;
}

const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;

/** The sentence about the model, and which values training did not see, `most` of them by name. */
export function envelopeTitle({ state, strange, of, isExtrapolating }: AnomalyEnvelope, most = strange.length): string {
  const more = strange.length - most;
  const named = `${strange.slice(0, most).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  const model = isOutsideState(state) ? [sentence(outsideWords)] : [];
  const row =
    isExtrapolating === true
      ? [`${strange.length} of ${of} features have values that training hardly or never saw: ${named}. The score is an extrapolation.`]
      : [];
  return [...model, ...row].join(" ");
}
