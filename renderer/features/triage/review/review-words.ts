import type { BlindReview } from "../../../../shared/contract/blind-reviews.ts";
import { formatCount, plural } from "../../../ui/format/number.ts";

export const progressWords = ({ judged, total, undecided }: Pick<BlindReview, "judged" | "total" | "undecided">): string =>
  `${formatCount(judged)} of ${formatCount(total)} judged${undecided === 0 ? "" : `, ${formatCount(undecided)} undecided`}`;

/** What is to be done next, or why it is over. */
export function nextWords({ state, judged, total, undecided, needed }: BlindReview): string {
  switch (state) {
    case "open":
      return undecided === 0
        ? `${plural(total - judged, "case")} to go. Nothing is counted before you end it.`
        : `${plural(total - judged, "case")} to go; each that stays undecided brings another, so that ${needed} of each list are decided.`;
    case "judged":
      return "Every case has your verdict. When you end the review you see which version listed what; your verdicts then stand.";
    case "ended":
      return "You have ended this review.";
  }
}
