import { z } from "zod";
import type { Run, SubjectKey } from "../../../shared/contract/models.ts";
import { Subject } from "../../../shared/contract/triage.ts";
import { type VerdictKey, verdictKeys } from "../../../shared/domain/verdict.ts";
import { destinationThing, hostOrAddress } from "../entities/things.ts";
import { contentId } from "../hash.ts";
import { anomalyHealthChanges } from "../health/store-anomaly-health.ts";
import { createEntityNames } from "../resolution/entity-names.ts";
import { currentPartition } from "../resolution/partition.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import { kindOf } from "./entity-words.ts";
import type { ModelFacts } from "./model-facts.ts";

const keysSql = loadText(import.meta.url, "finding-keys.sql");
const findingsSql = loadText(import.meta.url, "findings.sql");
const standingsSql = loadText(import.meta.url, "finding-standings.sql");
const gatheredSql = loadText(import.meta.url, "gathered-ids.sql");
const surfacedSql = loadText(import.meta.url, "surfaced-by-runs.sql");
const runOfSql = loadText(import.meta.url, "runs-of.sql");

const Row = z.object({
  id: z.string(),
  run_id: z.string(),
  model: z.string(),
  subject_key: z.string(),
  label: z.string(),
  from_us: z.number(),
  to_us: z.number(),
  p_value: z.number(),
  subject: z.string(),
  is_suppressed: z.number(),
  headline: z.string(),
  entities: z.string(),
});
const RunRow = z.object({ id: z.string(), model: z.string(), model_version: z.string(), dataset_version: z.string() });
const StandingRow = z.object({
  id: z.string(),
  p_value: z.number().nullable(),
  verdict: z.string().nullable(),
  blind_kind: z.string().nullable(),
});
type StandingRow = z.infer<typeof StandingRow>;
const IdRow = z.object({ id: z.string() });
const CountRow = z.object({ n: z.number() });
const Texts = z.array(z.string());

/** Candidates are gathered from so many of each run, by rank: further down nobody hunts, and each decision gathers them anew. */
const mostGathered = 2000;

/** An anomaly with what gathering needs of it. The same subject and window surfaced by another run has the same `key`. */
export interface Finding {
  readonly key: string;
  readonly id: string;
  readonly model: string;
  readonly modelVersion: string;
  readonly dataset: string;
  readonly label: string;
  /** The label alone while the score is withheld. */
  readonly headline: string;
  readonly fromUs: number;
  /** Exclusive. */
  readonly toUs: number;
  /** Undefined while withheld. */
  readonly pValue: number | undefined;
  readonly verdict: VerdictKey | undefined;
  readonly isSuppressed: boolean;
  readonly entities: readonly string[];
  /** Who acted, as far as is known: a person, else an account, else where it came from. */
  readonly actor: string;
  /** Where it happened or came from. */
  readonly place: string;
}

/** What no decision changes of a finding. */
type Surfaced = Omit<Finding, "verdict">;

/** Chosen anomalies of any run; by id, those there are none of left out. */
export const readFindingsById = (db: Database, facts: ModelFacts, anomalyIds: readonly string[]): Finding[] =>
  withStandings(db, readSurfaced(db, facts, anomalyIds)).map(({ finding }) => finding);

/** What runs surfaced, kept as long as neither resolution nor health says something else of it: only what was decided is read again. */
export class SurfacedFindings {
  readonly #db: Database;
  readonly #facts: ModelFacts;
  #kept = { stamp: "", surfaced: new Map<string, Surfaced>() };

  constructor(db: Database, facts: ModelFacts) {
    this.#db = db;
    this.#facts = facts;
  }

  /** By id: the first of each run, and whatever else in them is the same finding as one of `named`. What a run put in by lot it did not surface, which is told once that is judged. */
  of(runs: readonly Run[], named: readonly string[]): { readonly findings: readonly Finding[]; readonly beyond: number } {
    const ids = JSON.stringify(runs.map((run) => run.id));
    const chosen = query(this.#db, gatheredSql, IdRow)
      .all({ runs: ids, named: JSON.stringify(named), most: mostGathered })
      .map(({ id }) => id);
    const surfaced = this.#surfaced(chosen);
    const standings = withStandings(this.#db, surfaced);
    return {
      findings: standings.flatMap(({ finding, blindKind }) => (blindKind === "audit" ? [] : [finding])),
      beyond: (query(this.#db, surfacedSql, CountRow).get({ runs: ids })?.n ?? 0) - surfaced.length,
    };
  }

  #surfaced(ids: readonly string[]): Surfaced[] {
    const stamp = JSON.stringify([anomalyHealthChanges(this.#db), currentPartition(this.#db)?.id]);
    const known = this.#kept.stamp === stamp ? this.#kept.surfaced : new Map<string, Surfaced>();
    const missing = ids.filter((id) => !known.has(id));
    const read = new Map(readSurfaced(this.#db, this.#facts, missing).map((one) => [one.id, one]));
    const all = ids.flatMap((id) => known.get(id) ?? read.get(id) ?? []);
    this.#kept = { stamp, surfaced: new Map(all.map((one) => [one.id, one])) };
    return all;
  }
}

function withStandings(db: Database, surfaced: readonly Surfaced[]): { readonly finding: Finding; readonly blindKind: string | null }[] {
  const ids = JSON.stringify(surfaced.map(({ id }) => id));
  const standings = new Map(
    query(db, standingsSql, StandingRow)
      .all({ anomalies: ids })
      .map((row) => [row.id, row]),
  );
  return surfaced.map((one) => toStanding(one, standings.get(one.id)));
}

function toStanding(one: Surfaced, standing: StandingRow | undefined) {
  if (standing === undefined) return { finding: { ...one, verdict: undefined }, blindKind: null };
  const { p_value: pValue, verdict, blind_kind: blindKind } = standing;
  const finding: Finding = {
    ...one,
    headline: pValue === null ? one.label : one.headline,
    pValue: pValue ?? undefined,
    verdict: verdictKeys.find((key) => key === verdict),
  };
  return { finding, blindKind };
}

function readSurfaced(db: Database, facts: ModelFacts, anomalyIds: readonly string[]): Surfaced[] {
  const rows = query(db, findingsSql, Row).all({ anomalies: JSON.stringify(anomalyIds) });
  const runs = query(db, runOfSql, RunRow).all({ runs: JSON.stringify([...new Set(rows.map((row) => row.run_id))]) });
  const byId = new Map(runs.map((run) => [run.id, run]));
  const named = createEntityNames(db);
  return rows.map((row) => {
    const run = byId.get(row.run_id);
    const grain = run === undefined ? [] : (facts({ model: run.model, modelVersion: run.model_version })?.grain.keys ?? []);
    return toSurfaced(row, run, grain, named);
  });
}

function toSurfaced(
  row: z.infer<typeof Row>,
  run: z.infer<typeof RunRow> | undefined,
  grain: readonly z.infer<typeof SubjectKey>[],
  nameOf: ReturnType<typeof createEntityNames>,
): Surfaced {
  const names = nameOf(Texts.parse(JSON.parse(row.entities)));
  const entities = [...new Set(names.values())].toSorted();
  const { source, destinations } = partsOf(Subject.parse(JSON.parse(row.subject)).keys, grain);
  const reached = destinations.map((key) => names.get(key) ?? key);
  const place = entities.find((entity) => kindOf(entity) === "host" && !reached.includes(entity)) ?? source ?? row.subject_key;
  const actor = entities.find((e) => kindOf(e) === "person") ?? entities.find((e) => kindOf(e) === "account") ?? source ?? place;
  return {
    key: findingKey(row),
    id: row.id,
    model: row.model,
    modelVersion: run?.model_version ?? "",
    dataset: run?.dataset_version ?? "",
    label: row.label,
    headline: row.headline,
    fromUs: row.from_us,
    toUs: row.to_us,
    pValue: row.p_value,
    isSuppressed: row.is_suppressed === 1,
    entities,
    actor,
    place,
  };
}

const KeyRow = z.object({ id: z.string(), model: z.string(), subject_key: z.string(), from_us: z.number(), to_us: z.number() });

const findingKey = (row: Omit<z.infer<typeof KeyRow>, "id">): string =>
  `f${contentId({ model: row.model, subject: row.subject_key, from: row.from_us, to: row.to_us }).slice(0, 24)}`;

/** Keys of anomalies, by their id; one that is gone is absent. */
export const findingKeys = (db: Database, anomalyIds: readonly string[]): ReadonlyMap<string, string> =>
  new Map(
    query(db, keysSql, KeyRow)
      .all({ anomalies: JSON.stringify(anomalyIds) })
      .map((row) => [row.id, findingKey(row)]),
  );

/** Where a subject came from and what it reached, under every name those have as entities. */
function partsOf(
  keys: Readonly<Record<string, string>>,
  grain: readonly z.infer<typeof SubjectKey>[],
): { readonly source: string | undefined; readonly destinations: readonly string[] } {
  const ends = grain.flatMap(({ column, entity }) => {
    const value = keys[column];
    return value === undefined || value === "" || !["host", "ip", "endpoint", "domain"].includes(entity) ? [] : [{ value, entity }];
  });
  const source = ends.find(({ entity }) => entity !== "domain")?.value;
  const reached = ends.filter(({ value }) => value !== source).map(({ value }) => value);
  return {
    source: source === undefined ? undefined : hostOrAddress(source).id,
    destinations: reached.flatMap((value) => [destinationThing(value).id, hostOrAddress(value).id]),
  };
}
