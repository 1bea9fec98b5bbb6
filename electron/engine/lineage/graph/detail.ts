import type { LineageDetail, LineageFact } from "../../../../shared/contract/lineage.ts";
import { StoredEvent } from "../run-event.ts";
import { readEvents } from "../read-events.ts";
import { factsOf } from "./facts.ts";
import { membersOf } from "./members.ts";
import { type Found, findNode } from "./read-graph.ts";
import type { LineageSource, Node } from "./whole.ts";

const shownRuns = 8;
const shownEntries = 24;
const shownText = 300;

/** A node with what the workspace's records say of it. Throws as `readGraph` does. */
export function readDetail(source: LineageSource, of: string, limit: number): LineageDetail {
  const found = findNode(source, of);
  const { focus } = found;
  const members = membersOf(source, found);
  return {
    node: focus,
    facts: [...factsOf(source, found), ...noteFact(focus)],
    ...(focus.kind === "decision" && focus.count === undefined ? entryOf(source, focus) : {}),
    members: { total: members.length, rows: members.slice(0, limit) },
    runs: runsOf(source, found),
  };
}

/** A version's note is its stage, which is among its facts. */
const noteFact = ({ kind, note, count }: Node): LineageFact[] =>
  note === undefined || kind === "model" ? [] : [{ term: kind === "anomaly" && count === undefined ? "Model" : "Note", text: note }];

function entryOf({ log }: LineageSource, { version }: Node): Pick<LineageDetail, "entry"> {
  const made = log.find(version);
  return made === undefined ? {} : { entry: made.seq };
}

/** The last recorded runs that read or wrote what has this version; of an anomaly those of the run that surfaced it. */
function runsOf({ paths }: LineageSource, { focus, whole }: Found): LineageDetail["runs"] {
  if (focus.count !== undefined) return [];
  const run = whole.edges.find(({ from, to }) => to === focus.id && from.startsWith("run:"))?.from.slice("run:".length);
  const version = run ?? focus.version;
  const { events } = readEvents(paths.lineage, { limit: shownRuns, dataset: version, whole: true });
  return events.map(({ seq, at, type, job, runId, file, line, event }) => ({
    seq,
    at,
    type,
    job,
    runId,
    file,
    line,
    facets: Object.entries(StoredEvent.parse(event).run.facets).map(([name, facet]) => ({ name, entries: entriesOf(facet) })),
  }));
}

/** A facet's values by their path in it; its producer and schema are the same everywhere. */
function entriesOf(facet: unknown, path = ""): { term: string; text: string }[] {
  if (typeof facet !== "object" || facet === null) return [{ term: path, text: String(facet).slice(0, shownText) }];
  return Object.entries(facet)
    .filter(([key]) => key !== "_producer" && key !== "_schemaURL")
    .flatMap(([key, value]) => entriesOf(value, path === "" ? key : `${path}.${key}`))
    .slice(0, shownEntries);
}
