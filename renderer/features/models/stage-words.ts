import type { StageCheck, StageEvent } from "../../../shared/contract/stages.ts";
import type { RuleFinding } from "../../../shared/contract/upkeep.ts";
import { shortId } from "../../ui/format/text.ts";

type Tone = "ok" | "warn" | "bad" | "none" | "model";

const verbs: Readonly<Record<StageEvent["kind"], string>> = {
  "model.promote": "promoted",
  "model.stage": "moved",
  "model.rollback": "rolled back to",
  "model.demote": "demoted",
  "model.quarantine": "quarantined",
};

/** What a change did, in one line. */
export function changeWords({ kind, version, from, to, also }: StageEvent): string {
  const own = kind === "model.stage" ? `${shortId(version)} ${from} → ${to}` : `${shortId(version)} ${verbs[kind]}`;
  const [other] = also;
  if (other === undefined)
    return kind === "model.demote" || (kind === "model.quarantine" && from === "champion") ? `${own}, rules only since` : own;
  return `${own}, ${shortId(other.version)} ${other.to === "champion" ? "is champion again" : "retired"}`;
}

export const changeTone = ({ kind }: StageEvent): Tone =>
  kind === "model.quarantine" ? "bad" : kind === "model.demote" ? "warn" : kind === "model.stage" ? "model" : "ok";

export const checkWords: Readonly<Record<StageCheck["state"], { readonly tone: Tone; readonly word: string }>> = {
  pass: { tone: "ok", word: "holds" },
  fail: { tone: "bad", word: "fails" },
  skipped: { tone: "none", word: "not asked" },
};

export const findingWords: Readonly<Record<RuleFinding["state"], { readonly tone: Tone; readonly word: string }>> = {
  ok: { tone: "ok", word: "holds" },
  warn: { tone: "warn", word: "look at it" },
  demote: { tone: "bad", word: "demotes" },
  quarantine: { tone: "bad", word: "quarantines" },
  insufficient: { tone: "none", word: "insufficient" },
};
