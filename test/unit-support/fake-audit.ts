import type { LogEntry } from "../../shared/contract/audit.ts";
import type { Output, Parsed, RequestName } from "../../shared/contract/requests.ts";
import { nowUs, rowAt } from "./fake-cases.ts";

type Names = Extract<RequestName, `audit.${string}`>;
type AuditHandlers = { readonly [K in Names]: (input: Parsed<K>) => Output<K> };

const hashOf = (seq: number): string => seq.toString(16).padStart(4, "0").repeat(16);

function entryAt(seq: number): LogEntry {
  const row = rowAt(seq % 50);
  const chain = {
    seq,
    id: `d${hashOf(seq).slice(0, 16)}`,
    at: nowUs - (400 - seq) * 60_000_000,
    prevHash: hashOf(seq - 1),
    hash: hashOf(seq),
  };
  const about = [{ type: "case" as const, id: row.anomalyId, label: row.subject.label }];
  if (seq % 25 === 0)
    return {
      ...chain,
      actor: "ana",
      kind: "model.promote",
      title: "Promotion",
      body: { model: "beaconing", version: "7f3a9c51d20b44e8", reason: "fewer false alarms" },
      words: "beaconing 7f3a9c51d20b promoted to champion: fewer false alarms",
      undoneBy: null,
      about: [{ type: "model", id: "beaconing", label: "beaconing" }],
      aboutCount: 1,
    };
  if (seq % 10 === 1)
    return {
      ...chain,
      actor: "root",
      kind: "decision.undo",
      title: "Verdict undone",
      body: { undoes: `d${hashOf(seq - 1).slice(0, 16)}` },
      words: `Took back entry ${seq - 1}: ${rowAt((seq - 1) % 50).subject.label} judged benign`,
      undoneBy: null,
      about,
      aboutCount: 1,
    };
  return {
    ...chain,
    actor: seq % 3 === 0 ? "ana" : "root",
    kind: "verdict.record",
    title: "Verdict",
    body: { anomalyIds: [row.anomalyId], verdict: "benign", reason: "known admin", note: "", techniques: [], seen: [] },
    words: `${row.subject.label} judged benign: known admin`,
    undoneBy: seq % 10 === 0 ? `d${hashOf(seq + 1).slice(0, 16)}` : null,
    about,
    aboutCount: 1,
  };
}

/** A log of 400 entries. */
export function createFakeAudit(isEmpty: boolean, verified: () => void): AuditHandlers {
  const all = isEmpty ? [] : Array.from({ length: 400 }, (_, i) => entryAt(400 - i));
  return {
    "audit.verify": () => {
      verified();
      return { ok: true, entries: all.length, head: hashOf(all.length), problems: [] };
    },
    "audit.page": ({ kind, actor, text, about, before, limit }) => {
      const matching = all.filter(
        (one) =>
          (kind === undefined || one.kind === kind) &&
          (actor === undefined || one.actor === actor) &&
          (about === undefined || JSON.stringify(one.body).includes(about.id)) &&
          one.words.toLowerCase().includes(text.toLowerCase()),
      );
      return { decisions: matching.filter(({ seq }) => before === undefined || seq < before).slice(0, limit), total: matching.length };
    },
    "audit.choices": () => ({
      kinds: [...Map.groupBy(all, (one) => one.kind)].map(([kind, of]) => ({ kind, title: of[0]?.title ?? kind, n: of.length })),
      actors: [...Map.groupBy(all, (one) => one.actor)].map(([actor, of]) => ({ actor, n: of.length })),
    }),
  };
}
