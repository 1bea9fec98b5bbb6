import type { LiveReceipt } from "../../../shared/contract/triage.ts";
import { formatCount } from "../../ui/format/number.ts";

/** What the newest verdict of a model did, in words. */
export function sayReceipt({ model, open, up, down }: LiveReceipt): string {
  const moved = up + down;
  if (moved === 0) return `${model}: the last verdict moved none of ${formatCount(open)}.`;
  return `${model}: the last verdict moved ${formatCount(moved)} of ${formatCount(open)} (↑ ${formatCount(up)}, ↓ ${formatCount(down)}).`;
}
