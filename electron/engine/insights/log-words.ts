import { z } from "zod";
import type { Decision } from "../../../shared/contract/workspace.ts";
import { verdictKinds } from "../../../shared/domain/verdict.ts";
import { plural } from "../context/words.ts";
import { describeDecision } from "../hunts/fold-hunts.ts";
import { toHuntDecision } from "../hunts/hunt-decisions.ts";
import { describeHold } from "../triage/hold-decisions.ts";
import { describeView } from "../triage/saved-views.ts";

/** What words need besides the entry itself. */
export interface LogNames {
  caseLabel(anomalyId: string): string;
  huntTopic(hunt: string): string;
  /** The entry that one takes back or gives again. */
  find(id: string): Decision | undefined;
}

interface KindWords {
  readonly title: string;
  /** Undefined where the body is not what this kind has. */
  words(entry: Decision, names: LogNames): string | undefined;
}

/** A body that is not what its kind has has no words: a log that was tampered with is shown all the same. */
const kindOf = (title: string, words: KindWords["words"]): KindWords => ({
  title,
  words: (entry, names) => {
    try {
      return words(entry, names);
    } catch (error) {
      if (error instanceof z.ZodError) return undefined;
      throw error;
    }
  },
});

const kind = <T>(title: string, body: z.ZodType<T>, words: (body: T, names: LogNames) => string): KindWords =>
  kindOf(title, (entry, names) => words(body.parse(entry.body), names));

const because = (reason: string): string => (reason === "" ? "" : `: ${reason}`);
const capital = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
const short = (id: string): string => id.slice(0, 12);
const percent = (share: number): string => `${Number((share * 100).toPrecision(2))} %`;

const Reversing = z.looseObject({ undoes: z.string().optional(), redoes: z.string().optional() });

/** Only what came before can be taken back: a log that says otherwise was tampered with, and must not be followed in circles. */
const reversal = (title: string, verb: string): KindWords =>
  kindOf(title, (entry, names) => {
    const { undoes, redoes } = Reversing.parse(entry.body);
    const target = names.find(undoes ?? redoes ?? "");
    return target === undefined || target.seq >= entry.seq
      ? `${verb} ${undoes ?? redoes ?? "an entry"}`
      : `${verb} entry ${target.seq}: ${wordsOf(target, names)}`;
  });

/** About one hunt it is said with its topic, about candidates without. */
const hunt = (title: string): KindWords =>
  kindOf(title, (entry, names) => {
    const parsed = z.looseObject({ hunt: z.string().optional() }).parse(entry.body);
    const what = describeDecision(toHuntDecision(entry));
    return parsed.hunt === undefined ? what : `Hunt “${names.huntTopic(parsed.hunt)}” ${what}`;
  });

/** Of what the queue leaves out. */
const held = (title: string): KindWords =>
  kindOf(title, (entry) => {
    const { reason } = z.looseObject({ reason: z.string() }).parse(entry.body);
    const what = describeHold(entry);
    return what === undefined ? undefined : `${capital(what)}${because(reason)}`;
  });

const Reason = z.string().default("");
const Staged = z.looseObject({
  model: z.string(),
  version: z.string(),
  to: z.string(),
  reason: Reason,
  also: z.array(z.looseObject({ version: z.string() })).default([]),
});

const kinds: Readonly<Record<string, KindWords>> = {
  "verdict.record": kind(
    "Verdict",
    z.looseObject({
      anomalyIds: z.array(z.string()),
      verdict: z.string(),
      reason: Reason,
      note: Reason,
      settles: z.array(z.string()).optional(),
      secondLooks: z.record(z.string(), z.string()).optional(),
    }),
    ({ anomalyIds, verdict, reason, note, settles, secondLooks }, names) => {
      const what = anomalyIds.length === 1 ? names.caseLabel(anomalyIds[0] ?? "") : plural(anomalyIds.length, "case");
      const title = verdictKinds.find(({ key }) => key === verdict)?.short ?? verdict;
      const how = settles === undefined ? (secondLooks === undefined ? "judged" : "judged blind, a second time,") : "settled as";
      return `${what} ${how} ${title.toLowerCase()}${because(reason)}${note === "" ? "" : `, with a note`}`;
    },
  ),
  "note.record": kind("Note", z.looseObject({ anomalyId: z.string() }), ({ anomalyId }, names) => `Note on ${names.caseLabel(anomalyId)}`),
  "decision.undo": reversal("Taken back", "Took back"),
  "decision.redo": reversal("Done again", "Did again"),
  "hunt.open": hunt("Hunt opened"),
  "hunt.edit": hunt("Hunt edited"),
  "hunt.members": hunt("Hunt's cases"),
  "hunt.move": hunt("Hunt moved"),
  "hunt.arrange": hunt("Candidates arranged"),
  "hunt.undo": reversal("Hunt decision undone", "Took back"),
  "hunt.redo": reversal("Hunt decision redone", "Gave again"),
  "suppression.create": held("Suppression"),
  "suppression.change": held("Suppression changed"),
  "case.snooze": kind(
    "Snooze",
    z.looseObject({ anomalyIds: z.array(z.string()), until: z.number().nullable(), note: Reason }),
    ({ anomalyIds, until, note }) =>
      `${anomalyIds.length === 1 ? "1 case" : `${anomalyIds.length} cases`} ${until === null ? "back in the queue" : "snoozed"}${because(note)}`,
  ),
  "view.set": kindOf("View of the queue", (entry) => capital(describeView(entry))),
  "view.default": kindOf("View of the queue", (entry) => capital(describeView(entry))),
  "entity.override": kind("Entity", z.looseObject({ text: z.string(), why: Reason }), ({ text, why }) => `${text}${because(why)}`),
  "entity.undo": reversal("Entity decision undone", "Took back"),
  "model.promote": kind(
    "Promotion",
    z.looseObject({ model: z.string(), version: z.string(), reason: Reason }),
    ({ model, version, reason }) => `${model} ${short(version)} promoted to champion${because(reason)}`,
  ),
  "model.stage": kind("Stage", Staged, ({ model, version, to, reason }) => `${model} ${short(version)} is ${to}${because(reason)}`),
  "model.rollback": kind("Rollback", Staged, ({ model, version, reason }) => `${model} rolled back to ${short(version)}${because(reason)}`),
  "model.demote": kind("Demotion", Staged, ({ model, version, also, reason }) => {
    const [next] = also;
    const now = next === undefined ? "rules only from here on" : `${short(next.version)} is champion again`;
    return `${model} ${short(version)} demoted, ${now}${because(reason)}`;
  }),
  "model.quarantine": kind(
    "Quarantine",
    Staged,
    ({ model, version, reason }) => `${model} ${short(version)} quarantined${because(reason)}`,
  ),
  "model.train": kind(
    "Training",
    z.looseObject({ model: z.string(), version: z.string() }),
    ({ model, version }) => `${model} ${short(version)} trained`,
  ),
  "model.import": kind(
    "Model import",
    z.looseObject({ model: z.string(), version: z.string() }),
    ({ model, version }) => `${model} ${short(version)} imported`,
  ),
  "model.evaluate": kind(
    "Evaluation",
    z.looseObject({ model: z.string(), version: z.string(), report: z.string() }),
    ({ model, version, report }) => `${model} ${short(version)} evaluated: report ${short(report)}`,
  ),
  "gate.override": kind(
    "Gate overridden",
    z.looseObject({ model: z.string(), version: z.string(), reason: Reason, lines: z.array(z.looseObject({ line: z.number() })) }),
    ({ model, version, reason, lines }) =>
      `${model} ${short(version)} promoted ${lines.length === 0 ? "without an evaluation" : `past lines ${lines.map(({ line }) => line).join(", ")} of its gate`}${because(reason)}`,
  ),
  "suite.create": kind(
    "Suite",
    z.looseObject({ model: z.string(), title: z.string(), bad: z.number(), good: z.number() }),
    ({ model, title, bad, good }) => `Suite “${title}” of ${model} made of ${bad} known-bad and ${good} known-good cases`,
  ),
  "blind-review.end": kind(
    "Blind review",
    z.looseObject({ model: z.string(), version: z.string(), verdicts: z.array(z.string()) }),
    ({ model, version, verdicts }) => `Blind review of ${model} ${short(version)} ended after ${plural(verdicts.length, "verdict")}`,
  ),
  "retraining.decline": kind(
    "Training declined",
    z.looseObject({ model: z.string(), reason: Reason }),
    ({ model, reason }) => `${model} is not trained again${because(reason)}`,
  ),
  "analyst.sign": kind("Signature", z.looseObject({ analyst: z.string() }), ({ analyst }) => `${analyst} signs from here on`),
  "audit-share.set": kind("Setting", z.looseObject({ share: z.number() }), ({ share }) => `Share of audit items set to ${percent(share)}`),
  "review-share.set": kind(
    "Setting",
    z.looseObject({ share: z.number() }),
    ({ share }) => `Share of second looks set to ${percent(share)}`,
  ),
  "insights.per-analyst": kind(
    "Setting",
    z.looseObject({ on: z.boolean() }),
    ({ on }) => `Figures by person ${on ? "shown" : "shown no more"}`,
  ),
  "retention.set": kind("Setting", z.looseObject({ keepDays: z.number().nullable() }), ({ keepDays }) =>
    keepDays === null ? "Snapshots are kept for good" : `Snapshots are kept for ${plural(keepDays, "day")}`,
  ),
  "lineage.sink": kind("Setting", z.looseObject({ url: z.string().nullable() }), ({ url }) =>
    url === null ? "Lineage is sent nowhere" : `Lineage is sent to ${url}`,
  ),
  "labels.export": kind(
    "Export",
    z.looseObject({ format: z.string(), model: z.string().nullable().default(null) }),
    ({ format, model }) => `Labels${model === null ? "" : ` of ${model}`} exported as ${format}`,
  ),
  "export.write": kind(
    "Export",
    z.looseObject({ wanted: z.looseObject({ what: z.string() }), file: z.string() }),
    ({ wanted, file }) => `${wanted.what === "log" ? "decision log" : wanted.what} exported to ${file}`,
  ),
  "sql.export": kind("Export", z.looseObject({ file: z.string() }), ({ file }) => `Result of a query exported to ${file}`),
  "snapshot.retire": kind(
    "Snapshot retired",
    z.looseObject({ snapshot: z.string(), reason: Reason }),
    ({ snapshot, reason }) => `Snapshot ${short(snapshot)} retired${because(reason)}`,
  ),
  "workspace.restore": kind(
    "Backup restored",
    z.looseObject({ backup: z.string(), reason: Reason, without: z.number().nullable() }),
    ({ backup, reason, without }) =>
      `${backup} put in the database’s place${without === null || without === 0 ? "" : `, without ${plural(without, "later decision")}`}${because(reason)}`,
  ),
  "snapshot.restore": kind(
    "Snapshot restored",
    z.looseObject({ snapshot: z.string() }),
    ({ snapshot }) => `Snapshot ${short(snapshot)} is back`,
  ),
  "dataset.compose": kind(
    "Dataset version",
    z.looseObject({ dataset: z.string(), snapshots: z.array(z.string()), note: Reason }),
    ({ dataset, snapshots, note }) => `Dataset version ${short(dataset)} made of ${plural(snapshots.length, "snapshot")}${because(note)}`,
  ),
  "inventory.retire": kind(
    "Inventory retired",
    z.looseObject({ inventory: z.string(), kind: z.string(), reason: Reason }),
    (body) => `Inventory ${short(body.inventory)} (${body.kind}) retired${because(body.reason)}`,
  ),
  "inventory.restore": kind(
    "Inventory restored",
    z.looseObject({ inventory: z.string(), kind: z.string(), reason: Reason }),
    (body) => `Inventory ${short(body.inventory)} (${body.kind}) is back in use${because(body.reason)}`,
  ),
};

/** A kind without words of its own: `suppression.create` is `Suppression create`. */
const plainTitle = (name: string): string => {
  return capital(name.replaceAll(/[.-]+/g, " "));
};

/** Names may come from a hand-written log, so nothing is looked up that an object has by nature. */
const known = (name: string): KindWords | undefined => (Object.hasOwn(kinds, name) ? kinds[name] : undefined);

export const kindTitle = (name: string): string => known(name)?.title ?? plainTitle(name);

const Said = z.looseObject({ reason: z.string().optional(), why: z.string().optional() });

export function wordsOf(entry: Decision, names: LogNames): string {
  const words = known(entry.kind)?.words(entry, names);
  if (words !== undefined) return words;
  const said = Said.safeParse(entry.body);
  return `${plainTitle(entry.kind)}${said.success ? because(said.data.reason ?? said.data.why ?? "") : ""}`;
}
