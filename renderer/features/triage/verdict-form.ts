import type { Input } from "../../../shared/contract/requests.ts";
import { confidences, isReasonOf, validities, type VerdictKind } from "../../../shared/domain/verdict.ts";

type Form = Pick<FormData, "get">;
type Details = Pick<Input<"triage.judge">, "reason" | "note" | "confidence" | "valid" | "techniques" | "duplicateOf">;
export type ParsedDetails = { readonly ok: true; readonly value: Details } | { readonly ok: false; readonly problem: string };

/** What the reason of a kind without a list of reasons is about. */
export const reasonLabels: Readonly<Record<string, string>> = {
  test: "Which engagement",
  "insufficient-data": "What telemetry is missing",
  "managed-externally": "Ticket",
};

export interface Original {
  readonly anomalyId: string;
  readonly label: string;
}
/** How an original is written in the field, so that the id can be had back. */
export const originalText = ({ anomalyId, label }: Original): string => `${label} · ${anomalyId}`;

const textOf = (form: Form, name: string): string => {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
};

/** Reads the details of a verdict. Techniques are split at commas and spaces; an original is an id, or text that ends in one. */
export function parseVerdictForm(form: Form, kind: VerdictKind): ParsedDetails {
  const fail = (problem: string): ParsedDetails => ({ ok: false, problem });
  const reason = textOf(form, "reason");
  if (!isReasonOf(kind, reason)) return fail(`"${reason}" is no reason for ${kind.short}.`);
  const techniques = textOf(form, "techniques")
    .split(/[\s,;]+/u)
    .filter((one) => one !== "")
    .map((one) => one.toUpperCase());
  const wrong = techniques.find((one) => !/^T\d{4}(?:\.\d{3})?$/u.test(one));
  if (wrong !== undefined) return fail(`${wrong} is no technique of ATT&CK; they are written T1071 or T1071.004.`);
  const original = textOf(form, "original").split(" · ").at(-1) ?? "";
  const confidence = confidences.find((one) => one === textOf(form, "confidence"));
  const valid = validities.find((one) => one === textOf(form, "valid"));
  return {
    ok: true,
    value: {
      reason,
      note: textOf(form, "note"),
      techniques: [...new Set(techniques)],
      ...(confidence === undefined ? {} : { confidence }),
      ...(valid === undefined ? {} : { valid }),
      ...(kind.key === "duplicate" && original !== "" ? { duplicateOf: original } : {}),
    },
  };
}
