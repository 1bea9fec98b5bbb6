import { z } from "zod";
import type { Run, SubjectKey } from "../../../shared/contract/models.ts";
import { Subject } from "../../../shared/contract/triage.ts";
import { type VerdictKey, verdictKeys } from "../../../shared/domain/verdict.ts";
import { destinationThing, hostOrAddress } from "../entities/things.ts";
import { contentId } from "../hash.ts";
import { createEntityNames } from "../resolution/entity-names.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";
import { kindOf } from "./entity-words.ts";
import type { ModelFacts } from "./model-facts.ts";

const keysSql = loadText(import.meta.url, "finding-keys.sql");
const findingsSql = loadText(import.meta.url, "findings.sql");
const runOfSql = loadText(import.meta.url, "runs-of.sql");

const Row = z.object({
  id: z.string(),
  run_id: z.string(),
  model: z.string(),
  subject_key: z.string(),
  label: z.string(),
  from_us: z.number(),
  to_us: z.number(),
  p_value: z.number().nullable(),
  verdict: z.string().nullable(),
  subject: z.string(),
  is_suppressed: z.number(),
  headline: z.string(),
  entities: z.string(),
});
const RunRow = z.object({ id: z.string(), model: z.string(), model_version: z.string(), dataset_version: z.string() });
const Texts = z.array(z.string());

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

/** What `runs` surfaced; by id. */
export const readFindings = (db: Database, facts: ModelFacts, runs: readonly Run[]): Finding[] =>
  read(db, facts, { runs: JSON.stringify(runs.map((run) => run.id)), anomalies: "[]" });

/** Chosen anomalies of any run; by id, those there are none of left out. */
export const readFindingsById = (db: Database, facts: ModelFacts, anomalyIds: readonly string[]): Finding[] =>
  read(db, facts, { runs: "[]", anomalies: JSON.stringify(anomalyIds) });

function read(db: Database, facts: ModelFacts, which: { readonly runs: string; readonly anomalies: string }): Finding[] {
  const rows = query(db, findingsSql, Row).all(which);
  const runs = query(db, runOfSql, RunRow).all({ runs: JSON.stringify([...new Set(rows.map((row) => row.run_id))]) });
  const byId = new Map(runs.map((run) => [run.id, run]));
  const named = createEntityNames(db);
  return rows.map((row) => {
    const run = byId.get(row.run_id);
    const grain = run === undefined ? [] : (facts({ model: run.model, modelVersion: run.model_version })?.grain.keys ?? []);
    return toFinding(row, run, grain, named);
  });
}

function toFinding(
  row: z.infer<typeof Row>,
  run: z.infer<typeof RunRow> | undefined,
  grain: readonly z.infer<typeof SubjectKey>[],
  nameOf: ReturnType<typeof createEntityNames>,
): Finding {
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
    headline: row.p_value === null ? row.label : row.headline,
    fromUs: row.from_us,
    toUs: row.to_us,
    pValue: row.p_value ?? undefined,
    verdict: verdictKeys.find((key) => key === row.verdict),
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
