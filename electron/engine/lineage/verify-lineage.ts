import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import { listDayFiles, readLines } from "./lineage-files.ts";
import type { LineageHead } from "./lineage-log.ts";
import { type ChainHead, genesis, hashOfLine, parseLine } from "./run-event.ts";

export interface LineageProblem {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly problem: string;
}

function problemsOf(text: string, previous: ChainHead): { problems: string[]; head: ChainHead } {
  const event = parseLine(text);
  if (event === undefined) return { problems: ["is not a lineage event"], head: previous };
  const { seq, prevHash, hash } = event.run.facets.quarry_chain;
  const problems: string[] = [];
  const missing = seq - previous.seq - 1;
  if (missing > 0)
    problems.push(
      missing === 1 ? `event ${seq - 1} is missing before it` : `events ${previous.seq + 1} to ${seq - 1} are missing before it`,
    );
  if (prevHash !== previous.hash) problems.push("does not follow the event before it: that one was changed, removed or moved");
  if (hashOfLine(text) !== hash || canonicalJson(JSON.parse(text)) !== text) problems.push("was changed after it was written");
  return { problems, head: { seq, hash } };
}

/** Checks every event of every day against the one before it, and the end against the head recorded in the database. */
export function verifyLineage(folder: string, recorded: LineageHead): LineageProblem[] {
  const problems: LineageProblem[] = [];
  let previous = genesis;
  for (const file of listDayFiles(folder))
    for (const { text, line, isWhole } of readLines(folder, file)) {
      // Another process is writing it just now.
      if (!isWhole && previous.seq >= recorded.seq) continue;
      const found = problemsOf(text, previous);
      problems.push(...found.problems.map((problem) => ({ file, line, problem })));
      previous = found.head;
      if (previous.seq === recorded.seq && previous.hash !== recorded.hash && found.problems.length === 0)
        problems.push({ file, line, problem: "is not the event recorded as the chain's end" });
    }
  if (previous.seq < recorded.seq) {
    const line = listDayFiles(folder).includes(recorded.file) ? readLines(folder, recorded.file).length + 1 : 1;
    problems.push({
      file: recorded.file,
      line,
      problem: `the chain ends at event ${previous.seq}: what followed, up to ${recorded.seq}, was removed`,
    });
  }
  return problems;
}
