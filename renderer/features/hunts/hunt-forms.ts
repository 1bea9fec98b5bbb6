import type { HuntDetail, HuntRecord } from "../../../shared/contract/hunts.ts";
import type { Input } from "../../../shared/contract/requests.ts";
import { fitAnswers, fitCriteria, huntByproducts, huntHandOffs, huntOutcomes, huntTriggers } from "../../../shared/domain/hunt.ts";

type Form = Pick<FormData, "get">;
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

const textOf = (form: Form, name: string): string => {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
};
const among = <K extends string>(words: readonly { readonly key: K }[], key: string): K | undefined =>
  words.find((word) => word.key === key)?.key;

/** Lines of `left: right`; what has no colon has no right. */
const linesOf = (text: string): readonly (readonly [string, string])[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => {
      const at = line.indexOf(": ");
      return at < 0 ? [line, ""] : [line.slice(0, at).trim(), line.slice(at + 2).trim()];
    });

export const benignLines = (record: Pick<HuntRecord, "knownBenign">): string =>
  record.knownBenign.map(({ what, because }) => (because === "" ? what : `${what}: ${because}`)).join("\n");

function fitOf(form: Form, before: HuntRecord["fit"]): HuntRecord["fit"] {
  const fit = { ...before };
  for (const { key } of fitCriteria) {
    const answer = fitAnswers.find((one) => one === textOf(form, `fit-${key}`)) ?? before[key].answer;
    fit[key] = { answer, because: before[key].because };
  }
  return fit;
}

function measuredOf(form: Form): Parsed<HuntRecord["foil"]["measured"]> {
  const [k, n] = [textOf(form, "foil-k"), textOf(form, "foil-n")];
  if (k === "" && n === "") return { ok: true, value: null };
  const measured = { k: Number(k), n: Number(n) };
  if (!/^\d+$/.test(k) || !/^\d+$/.test(n) || measured.n < 1)
    return { ok: false, problem: "A measured precision is two whole numbers: right, of looked at." };
  return measured.k > measured.n ? { ok: false, problem: "More hits are right than were looked at." } : { ok: true, value: measured };
}

/** What the edit form changes of a record. */
export function parseEditForm(form: Form, { record }: Pick<HuntDetail, "record">): Parsed<Input<"hunts.edit">["changes"]> {
  const topic = textOf(form, "topic");
  if (topic === "") return { ok: false, problem: "A hunt needs a topic." };
  const timeboxDays = Number(textOf(form, "timebox"));
  if (!Number.isInteger(timeboxDays) || timeboxDays < 1 || timeboxDays > 365)
    return { ok: false, problem: "The time allowed is 1 to 365 days." };
  const measured = measuredOf(form);
  if (!measured.ok) return measured;
  return {
    ok: true,
    value: {
      topic,
      owner: textOf(form, "owner"),
      trigger: among(huntTriggers, textOf(form, "trigger")) ?? record.trigger,
      timeboxDays,
      hypothesis: {
        actor: textOf(form, "actor"),
        behaviour: textOf(form, "behaviour"),
        location: textOf(form, "location"),
        evidence: textOf(form, "evidence"),
      },
      fit: fitOf(form, record.fit),
      foil: { ...record.foil, measured: measured.value },
      notes: textOf(form, "notes"),
    },
  };
}

/** How a hunt is closed; outcome and hand-over are asked for each time, byproducts and known-benign may be none. */
export function parseCloseForm(form: Form, id: string): Parsed<Input<"hunts.close">> {
  const outcome = among(huntOutcomes, textOf(form, "outcome"));
  const handOff = among(huntHandOffs, textOf(form, "handOff"));
  if (outcome === undefined) return { ok: false, problem: "Say what became of the hypothesis; no finding is an answer too." };
  if (handOff === undefined) return { ok: false, problem: "Say what happens next." };
  if (textOf(form, "looked") !== "on") return { ok: false, problem: "Look for byproducts first, then tick that you did." };
  const byproducts = huntByproducts.flatMap(({ key }) =>
    textOf(form, `by-${key}`) === "on" ? [{ kind: key, what: textOf(form, `what-${key}`) }] : [],
  );
  const knownBenign = linesOf(textOf(form, "benign")).map(([what, because]) => ({ what, because }));
  return { ok: true, value: { id, outcome, handOff, byproducts, knownBenign, findings: textOf(form, "findings") } };
}
