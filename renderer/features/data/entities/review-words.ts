import type { EntityReviewItem } from "../../../../shared/contract/entities.ts";

/** `employeeId` as people read it: `employee id`. */
export const fieldTitle = (field: string): string => field.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, " ").toLowerCase();

/** A kind of inventory as people call it. */
export const kindTitle = (kind: string): string => (kind === "idp" ? "identity provider" : kind === "cmdb" ? "CMDB" : kind);

export interface FieldRow {
  readonly field: string;
  readonly title: string;
  readonly a: string | undefined;
  readonly b: string | undefined;
  readonly how: "same" | "differs" | "one says";
}

/** What only a machine reads of a row tells a person nothing about who it is. */
const unread = new Set(["guid", "sid", "id", "objectClass", "groups", "groupTypes", "enabled"]);
const plain = (text: string): string => text.normalize("NFC").toLowerCase().trim();
const order = ["same", "differs", "one says"] as const;

/** What two records say, beside each other: first what both say, then what one does. */
export function fieldRows({ a, b }: EntityReviewItem): FieldRow[] {
  const fields = [...new Set([...Object.keys(a.fields), ...Object.keys(b.fields)])].filter((field) => !unread.has(field)).toSorted();
  const rows = fields.flatMap((field): FieldRow[] => {
    const [one, other] = [a.fields[field] ?? "", b.fields[field] ?? ""];
    if (one === "" && other === "") return [];
    const how = one === "" || other === "" ? "one says" : plain(one) === plain(other) ? "same" : "differs";
    return [{ field, title: fieldTitle(field), a: one === "" ? undefined : one, b: other === "" ? undefined : other, how }];
  });
  return rows.toSorted((one, other) => order.indexOf(one.how) - order.indexOf(other.how));
}

/** How far the best other candidate of either record is from a pair. */
export function rivalText(marginBits: number | null): string {
  if (marginBits === null) return "No other record is a candidate for either of them.";
  if (marginBits === 0) return "Another candidate for one of them is exactly as likely.";
  return `The best other candidate for one of them has ${Math.abs(marginBits).toFixed(1)} bits ${marginBits > 0 ? "fewer" : "more"}.`;
}
