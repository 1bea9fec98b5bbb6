import { z } from "zod";
import type { ReviewEvidence, ShadowEvidence } from "../../../../shared/contract/evaluations.ts";
import type { Run } from "../../../../shared/contract/models.ts";
import { canonicalJson } from "../../../../shared/lib/canonical-json.ts";
import { blindVerdicts, eachSubjectOnce, isFound } from "../../labels/audit-estimate.ts";
import { loadText } from "../../runtime.ts";
import { rowIdentity } from "../../scoring/labelled-rows.ts";
import { listRuns } from "../../scoring/runs.ts";
import { shadowRecord } from "../../scoring/shadow/shadow-record.ts";
import type { Database } from "../../sqlite/database.ts";
import { query } from "../../sqlite/statement.ts";
import { shareOf } from "../gate/line.ts";

const listedSql = loadText(import.meta.url, "listed-subjects.sql");
const Listed = z.object({ subject_key: z.string(), from_us: z.number() });

const listOf = (db: Database, runs: readonly Run[]): Set<string> =>
  new Set(
    runs.flatMap(({ id }) =>
      query(db, listedSql, Listed)
        .all({ run: id })
        .map(({ subject_key, from_us }) => rowIdentity(subject_key, from_us)),
    ),
  );

const scopeOfRun = ({ datasetVersion, range }: Run): string => canonicalJson([datasetVersion, range]);

/**
 * Cases that the version listed and that were judged without sight of score and model; and of the malicious ones of both lists, over the same
 * telemetry, how many only one of the two had. All zero where nothing was judged so.
 */
export function reviewEvidence(db: Database, model: string, candidate: string, champion: string | null): ReviewEvidence {
  const runs = listRuns(db, model);
  const byVersion = (version: string | null): Run[] => runs.filter((run) => run.modelVersion === version);
  const [own, theirs] = [byVersion(candidate), byVersion(champion)];
  const judged = blindVerdicts(db, model).filter(({ kind }) => kind === "surfaced");
  const of = (some: readonly Run[]) => eachSubjectOnce(judged.filter(({ run_id }) => some.some(({ id }) => id === run_id)));
  const found = of(own).flatMap((row) => isFound(row) ?? []);
  const shared = new Set(own.map(scopeOfRun)).intersection(new Set(theirs.map(scopeOfRun)));
  const inBoth = (some: readonly Run[]): Run[] => some.filter((run) => shared.has(scopeOfRun(run)));
  const [ownList, theirList] = [listOf(db, inBoth(own)), listOf(db, inBoth(theirs))];
  const malicious = of([...inBoth(own), ...inBoth(theirs)]).filter((row) => isFound(row) === true);
  const only = (mine: Set<string>, other: Set<string>): number =>
    malicious.filter(({ subject_key, from_us }) => {
      const identity = rowIdentity(subject_key, from_us);
      return mine.has(identity) && !other.has(identity);
    }).length;
  return { cases: shareOf(found), candidateOnly: only(ownList, theirList), championOnly: only(theirList, ownList) };
}

/** What the version did beside the champion: on how many days of telemetry, how many subjects on the day with fewest, and how the data stood last. */
export function shadowEvidence(db: Database, version: string): ShadowEvidence {
  const { days, subjects, drift } = shadowRecord(db, version);
  return { days, subjects, drift };
}
