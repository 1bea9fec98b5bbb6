import type { ImportedFile } from "../../../shared/contract/telemetry.ts";
import { formatCount } from "../../ui/format/number.ts";

/** Why records of a file are not events, most frequent first. */
export function fileRemarks(file: ImportedFile): string {
  const reasons = Object.entries(file.rejectReasons).toSorted((a, b) => b[1] - a[1]);
  const unmapped = Object.entries(file.unmapped).toSorted((a, b) => b[1] - a[1]);
  const misfits = Object.entries(file.misfits ?? {}).toSorted((a, b) => b[1] - a[1]);
  const parts = [
    file.error,
    ...reasons.map(([reason, n]) => `${formatCount(n)} rejected: ${reason}`),
    ...unmapped.slice(0, 3).map(([kind, n]) => `${formatCount(n)} of kind ${kind} not kept`),
    ...misfits
      .slice(0, 3)
      .map(([column, n]) => (n === 1 ? `1 cell does not fit ${column}` : `${formatCount(n)} cells do not fit ${column}`)),
  ];
  return parts.filter((part) => part !== undefined).join("; ");
}
