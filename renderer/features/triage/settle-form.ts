import type { Input } from "../../../shared/contract/requests.ts";
import { isVerdictKey } from "./decisions.ts";

type Parsed = { readonly ok: true; readonly value: Input<"review.settle"> } | { readonly ok: false; readonly problem: string };

const text = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
};

/** An empty choice stands for the verdict named beside it. */
export function parseSettleForm(form: FormData, anomalyId: string): Parsed {
  const reason = text(form, "reason");
  if (reason === "") return { ok: false, problem: "Say why, for whoever reads it later." };
  const adopt = text(form, "choice");
  if (adopt !== "") return { ok: true, value: { anomalyId, adopt, reason } };
  const verdict = text(form, "verdict");
  return isVerdictKey(verdict) ? { ok: true, value: { anomalyId, verdict, reason } } : { ok: false, problem: "Choose a verdict." };
}
