import { z } from "zod";
import type { BulkMember, BulkPreview, BulkSet } from "../../../shared/contract/bulk.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import { contentId } from "../hash.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import type { Holds } from "./holds.ts";
import { contributionDistance, leadingReasons, type Parts } from "./contribution-space.ts";

const candidatesSql = loadText(import.meta.url, "similar-candidates.sql");
const sizeSql = loadText(import.meta.url, "undisputed-of-run.sql");
const anomaliesSql = loadText(import.meta.url, "compared-anomalies.sql");
const titlesSql = loadText(import.meta.url, "part-titles.sql");

const Row = z.object({
  id: z.string(),
  run_id: z.string(),
  model: z.string(),
  subject_key: z.string(),
  label: z.string(),
  from_us: z.number(),
  to_us: z.number(),
  verdict: z.string().nullable(),
  analyst: z.string().nullable(),
  is_disputed: z.number(),
  entities: z.string(),
  parts: z.string().nullable(),
});
const IdRow = z.object({ id: z.string() });
const SizeRow = z.object({ n: z.number() });
const Texts = z.array(z.string());
const TitleRow = z.object({ feature: z.string(), title: z.string() });
const PartsText = z.record(z.string(), z.number());

/** One decision holds what was seen of each of its anomalies, so that it may not hold any number of them. */
export const mostAtOnce = 10_000;
/** What is alike is looked for among so many of a run, by rank: each is read whole, which takes a quarter of a millisecond. */
const mostRead = 5000;
const listed = 20;
const shown = 5;

interface Candidate {
  readonly row: z.infer<typeof Row>;
  readonly entities: readonly string[];
  readonly parts: Parts | undefined;
  readonly hunt: Hunt | undefined;
}

export interface Hunt {
  readonly id: string;
  readonly topic: string;
}
export interface HuntPlaces {
  /** The hunt an anomaly is in. */
  huntOf(anomalyId: string): Hunt | undefined;
  /** Those together with it in a hunt or, of one that is in none, in a candidate. */
  together(anomalyId: string): ReadonlySet<string>;
}

export interface SimilarSet {
  readonly preview: BulkPreview;
  /** What a verdict would be recorded on, in a stable order. */
  readonly anomalyIds: readonly string[];
}

/** Throws AppError `not-found` for an anomaly there is none of, and `bad-input` when what `like` has in common with others is withheld. */
export function findSimilar(db: Database, places: HuntPlaces, holds: Pick<Holds, "now">, input: BulkSet): SimilarSet {
  const read = (anomalies: readonly string[]): Candidate[] =>
    query(db, anomaliesSql, Row)
      .all({ anomalies: JSON.stringify(anomalies) })
      .map((row) => ({
        row,
        entities: Texts.parse(JSON.parse(row.entities)),
        parts: row.parts === null ? undefined : PartsText.parse(JSON.parse(row.parts)),
        hunt: places.huntOf(row.id),
      }));
  const [like] = read([input.like]);
  if (like === undefined) throw new AppError("not-found", `there is no anomaly ${input.like}`, { field: "like" });
  const candidates = input.chosen ?? candidatesFor(db, input);
  const all = read(candidates).filter(({ row }) => input.chosen !== undefined || row.is_disputed === 0);
  const size = input.chosen?.length ?? query(db, sizeSql, SizeRow).get({ run: like.row.run_id })?.n ?? 0;
  const isCut = input.chosen === undefined && candidates.length >= mostRead && size > mostRead;
  const found = new Set(all.map(({ row }) => row.id));
  const missing = input.chosen?.find((id) => !found.has(id));
  if (missing !== undefined) throw new AppError("not-found", `there is no anomaly ${missing}`, { field: "chosen" });
  if (input.chosen === undefined && like.parts === undefined)
    throw new AppError("bad-input", "its reasons are withheld until it is judged, so that nothing can be found by them", { field: "like" });
  const matching = input.chosen === undefined ? all.filter(similarTo(like, input, places)) : all;
  const words = input.chosen === undefined ? sentence(db, like, input) : `The ${matching.length} selected, whatever they have in common.`;
  return toSet(input, like, {
    matching,
    among: isCut ? mostRead : size,
    words: isCut ? `${words} Looked for among the first ${mostRead} by rank.` : words,
    held: input.chosen === undefined ? heldOf(holds, like) : new Set(),
  });
}

/** Those that could be similar to `like`, and more: which are is to be looked at. */
const candidatesFor = (db: Database, { like, same }: BulkSet): string[] =>
  query(db, candidatesSql, IdRow)
    .all({ like, same, most: mostRead })
    .map(({ id }) => id);

/** What the queue leaves out of the run, `like` aside. */
function heldOf(holds: Pick<Holds, "now">, { row }: Candidate): ReadonlySet<string> {
  const { suppressed, snoozed } = holds.now([row.run_id]);
  return new Set([...suppressed, ...snoozed].filter((id) => id !== row.id));
}

function similarTo(like: Candidate, input: BulkSet, places: HuntPlaces): (one: Candidate) => boolean {
  const pattern = leadingReasons(like.parts ?? {}, input.reasons);
  const entities = new Set(like.entities);
  const together = input.sameHunt ? places.together(like.row.id) : undefined;
  const isPattern = ({ parts }: Candidate): boolean =>
    parts !== undefined && new Set(leadingReasons(parts, input.reasons)).symmetricDifference(new Set(pattern)).size === 0;
  const isAbout = ({ row, entities: theirs }: Candidate): boolean =>
    input.same === "pattern" ||
    row.subject_key === like.row.subject_key ||
    (input.same === "entity" && theirs.some((e) => entities.has(e)));
  return (one) =>
    one.row.model === like.row.model &&
    isPattern(one) &&
    isAbout(one) &&
    (together === undefined || one === like || one.row.id === like.row.id || together.has(one.row.id));
}

function toSet(
  input: BulkSet,
  like: Candidate,
  found: { readonly matching: readonly Candidate[]; readonly among: number; readonly words: string; readonly held: ReadonlySet<string> },
): SimilarSet {
  const { among, words, held } = found;
  const matching = found.matching.filter(({ row }) => !held.has(row.id) || row.verdict !== null);
  const isElsewhere = ({ hunt }: Candidate): boolean => hunt !== undefined && hunt.id !== like.hunt?.id;
  const isJudged = ({ row }: Candidate): boolean => row.verdict !== null && row.verdict !== input.verdict;
  const isAlready = ({ row }: Candidate): boolean => row.verdict !== null && row.verdict === input.verdict;
  const near = matching.map((one) => toMember(one, like)).toSorted(byDistance);
  const byId = new Map(matching.map((one) => [one.row.id, one]));
  const inOrder = near.flatMap(({ anomalyId }) => byId.get(anomalyId) ?? []);
  const member = new Map(near.map((one) => [one.anomalyId, one]));
  const list = (some: readonly Candidate[]) => ({
    total: some.length,
    members: some.slice(0, listed).flatMap(({ row }) => member.get(row.id) ?? []),
  });
  const applies = inOrder.filter(
    (one) => !isAlready(one) && (input.includeJudged || !isJudged(one)) && (input.acrossHunts || !isElsewhere(one)),
  );
  const others = applies.flatMap(({ row }) => (row.id === like.row.id ? [] : (member.get(row.id) ?? [])));
  const anomalyIds = applies.map(({ row }) => row.id).toSorted();
  const preview: BulkPreview = {
    words,
    distance: distanceWords,
    among,
    matching: found.matching.length,
    applies: applies.length,
    setId: contentId({ anomalyIds }),
    nearest: others.slice(0, shown),
    farthest: others.slice(Math.max(shown, others.length - shown)).toReversed(),
    conflicts: list(inOrder.filter(isJudged)),
    held: found.matching.length - matching.length,
    already: inOrder.filter(isAlready).length,
    otherHunts: list(inOrder.filter(isElsewhere)),
    most: mostAtOnce,
  };
  return { preview, anomalyIds };
}

const distanceWords =
  "Distance: how far the contributions of all features to the two scores lie apart (Euclidean), in the units of the score's parts.";

const toMember = ({ row, parts, hunt }: Candidate, like: Candidate): BulkMember => ({
  anomalyId: row.id,
  label: row.label,
  window: { from: row.from_us, to: row.to_us },
  distance:
    parts === undefined || like.parts === undefined || row.model !== like.row.model ? null : contributionDistance(parts, like.parts),
  verdict: row.verdict,
  analyst: row.analyst,
  hunt: hunt?.topic ?? null,
});

/** What cannot be compared comes last. */
const byDistance = (a: BulkMember, b: BulkMember): number => {
  const [x, y] = [a.distance ?? Number.POSITIVE_INFINITY, b.distance ?? Number.POSITIVE_INFINITY];
  if (x !== y) return x < y ? -1 : 1;
  return a.anomalyId < b.anomalyId ? -1 : 1;
};

const numberWords = ["", "leading reason", "two leading reasons", "three leading reasons"] as const;

/** What the set has in common, said with the names of the features and of the subject. */
function sentence(db: Database, like: Candidate, { same, reasons, sameHunt, acrossHunts }: BulkSet): string {
  const pattern = leadingReasons(like.parts ?? {}, reasons);
  const titles = new Map(
    query(db, titlesSql, TitleRow)
      .all({ anomaly: like.row.id })
      .map(({ feature, title }) => [feature, title]),
  );
  const why = pattern.map((feature) => titles.get(feature) ?? feature).join(", ");
  const about = {
    pattern: "about anything",
    entity: `about ${like.entities.length === 0 ? like.row.label : like.entities.map(nameOf).join(" or ")}`,
    pair: `about ${like.row.label}, in any window`,
  }[same];
  const hunts = sameHunt ? "in the same hunt or candidate" : acrossHunts ? "in any hunt" : "in no other hunt";
  const leading = pattern.length === 0 ? "no leading reason" : `the same ${numberWords[pattern.length] ?? "leading reasons"} (${why})`;
  return `Anomalies of ${like.row.model} in the same run, with ${leading}, ${about}, ${hunts}.`;
}

const nameOf = (key: string): string => key.replace(/^(?:host:(?:fqdn|name|nb|nb15):|[a-z]+:)/, "");
