import type { HuntDetail } from "../../../shared/contract/hunts.ts";
import {
  fitCriteria,
  type FitCriterion,
  huntByproducts,
  huntHandOffs,
  huntOutcomes,
  huntTriggers,
  titleAmong,
} from "../../../shared/domain/hunt.ts";
import { verdictKinds } from "../../../shared/domain/verdict.ts";
import { percent, plural, stamp } from "../context/words.ts";

/** A piece of a report, in plain text: how it is written down makes it inert. */
export type Block =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "facts"; readonly facts: readonly (readonly [string, string])[] }
  | { readonly kind: "table"; readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] };
export interface Section {
  readonly title: string;
  readonly blocks: readonly Block[];
}
export interface Report {
  readonly title: string;
  readonly sections: readonly Section[];
}

const unsaid = "not said";
const said = (text: string): string => (text.trim() === "" ? unsaid : text);
const text = (words: string): Block => ({ kind: "text", text: words });
const table = (columns: readonly string[], rows: readonly (readonly string[])[], none: string): Block =>
  rows.length === 0 ? text(none) : { kind: "table", columns, rows };
const timeOrNot = (us: number | null): string => (us === null ? "not yet" : stamp(us));
const bits = (n: number): string => `${n < 0 ? "−" : "+"}${Math.abs(n).toFixed(1)}`;
const pText = (p: number | null): string => (p === null ? "withheld" : p.toPrecision(2));
const verdictText = (key: string | null): string => verdictKinds.find((kind) => kind.key === key)?.title ?? "none yet";

export function toReport(hunt: HuntDetail): Report {
  return {
    title: `Hunt: ${hunt.topic}`,
    sections: [
      summary(hunt),
      hypothesis(hunt),
      priority(hunt),
      anomalies(hunt),
      entities(hunt),
      timeline(hunt),
      method(hunt),
      results(hunt),
      history(hunt),
    ],
  };
}

const summary = ({ record, ...hunt }: HuntDetail): Section => ({
  title: "Summary",
  blocks: [
    {
      kind: "facts",
      facts: [
        ["Hunt", hunt.id],
        ["Stage", hunt.stage],
        ["Outcome", record.outcome === null ? "none yet" : titleAmong(huntOutcomes, record.outcome)],
        ["Owner", said(record.owner)],
        ["Trigger", titleAmong(huntTriggers, record.trigger)],
        ["Opened", `${stamp(hunt.openedAt)} by ${hunt.openedBy}`],
        ["Active since", timeOrNot(hunt.startedAt)],
        ["Time allowed", plural(record.timeboxDays, "day")],
        ["Closed", timeOrNot(hunt.closedAt)],
        ["Anomalies", `${hunt.anomalies.length}, ${hunt.judged} of them judged`],
        ["From", hunt.window === null ? "nothing" : `${stamp(hunt.window.from)} to ${stamp(hunt.window.to)}`],
      ],
    },
    ...(record.findings.trim() === "" ? [] : [text(record.findings)]),
  ],
});

const hypothesis = ({ record }: HuntDetail): Section => ({
  title: "Hypothesis",
  blocks: [
    {
      kind: "facts",
      facts: [
        ["Actor", said(record.hypothesis.actor)],
        ["Behaviour", said(record.hypothesis.behaviour)],
        ["Location", said(record.hypothesis.location)],
        ["Evidence", said(record.hypothesis.evidence)],
        ["Candidate techniques", said(record.techniques.join(", "))],
      ],
    },
  ],
});

const priority = (hunt: HuntDetail): Section => ({
  title: "Why it comes where it comes",
  blocks: [
    text(`Priority ${hunt.priority.bits.toFixed(1)} bits; each bit doubles.`),
    table(
      ["Part", "Bits", "Because"],
      hunt.priority.parts.map((part) => [part.title, bits(part.bits), part.because]),
      "",
    ),
  ],
});

const anomalies = (hunt: HuntDetail): Section => ({
  title: "Anomalies",
  blocks: [
    table(
      ["From", "Model", "What", "p", "Verdict", "Anomaly"],
      hunt.anomalies.map((one) => [
        stamp(one.window.from),
        one.model,
        one.headline,
        pText(one.pValue),
        verdictText(one.verdict),
        one.anomalyId,
      ]),
      "There are none in it.",
    ),
  ],
});

const entities = (hunt: HuntDetail): Section => ({
  title: "Entities",
  blocks: [
    table(
      ["Kind", "Entity", "In how many of its anomalies", "In how many of all", "Criticality", "Joins"],
      hunt.entities.map((one) => [
        one.kind,
        one.key,
        String(one.members),
        String(one.anomalies),
        one.criticality,
        one.isFollowed ? "yes" : "no, shared by too many",
      ]),
      "Its anomalies name none.",
    ),
  ],
});

const timeline = (hunt: HuntDetail): Section => ({
  title: "Timeline",
  blocks: [
    table(
      ["When", "What"],
      hunt.timeline.map((entry) => [stamp(entry.at), entry.text]),
      "Nothing is dated.",
    ),
  ],
});

function method({ record, foilPrecision }: HuntDetail): Section {
  const precision =
    foilPrecision === null
      ? "unknown because nobody has measured it"
      : `${percent(foilPrecision.share)} (${foilPrecision.k} of ${foilPrecision.n}; 95 % interval ${percent(foilPrecision.low)} to ${percent(foilPrecision.high)})`;
  const answer = (criterion: FitCriterion): readonly [string, string] => {
    const given = record.fit[criterion];
    return [titleAmong(fitCriteria, criterion), given.because.trim() === "" ? given.answer : `${given.answer}: ${given.because}`];
  };
  return {
    title: "Method",
    blocks: [
      {
        kind: "facts",
        facts: [
          ["Models", said(record.models.join(", "))],
          ["Dataset versions", said(record.datasets.join(", "))],
          ...fitCriteria.map(({ key }) => answer(key)),
          ["Simple query to beat", said(record.foil.title)],
          ["Its precision", precision],
        ],
      },
      ...(record.foil.sql === "" ? [] : [{ kind: "code", text: record.foil.sql } as const]),
      ...(record.notes.trim() === "" ? [] : [text(record.notes)]),
    ],
  };
}

const results = ({ record }: HuntDetail): Section => ({
  title: "What came of it",
  blocks: [
    { kind: "facts", facts: [["Handed on", record.handOff === null ? "not decided" : titleAmong(huntHandOffs, record.handOff)]] },
    table(
      ["Byproduct", "What"],
      record.byproducts.map((one) => [titleAmong(huntByproducts, one.kind), said(one.what)]),
      record.outcome === null ? "Byproducts have not been looked for." : "Byproducts: looked for, none found.",
    ),
    table(
      ["Known to be benign", "Because"],
      record.knownBenign.map((one) => [one.what, said(one.because)]),
      record.outcome === null ? "Nothing is listed as known to be benign." : "Known to be benign: nothing.",
    ),
  ],
});

const history = (hunt: HuntDetail): Section => ({
  title: "Decisions",
  blocks: [
    table(
      ["When", "Who", "What", "Entry of the log"],
      hunt.history.map((entry) => [stamp(entry.at), entry.analyst, entry.what, entry.decision]),
      "",
    ),
  ],
});
