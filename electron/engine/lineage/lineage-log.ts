import { mkdirSync } from "node:fs";
import { z } from "zod";
import { AppError } from "../../../shared/contract/errors.ts";
import { contentId } from "../hash.ts";
import { nowUs } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { findSetting, putSetting } from "../sqlite/settings.ts";
import { toStorageError } from "../storage-failure.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { facets } from "./facet.ts";
import { appendLine, cutFile, dayFileOf, listDayFiles, readLines } from "./lineage-files.ts";
import { type ChainHead, type EventContent, genesis, hashOfLine, parseLine, runIdOf, type StoredEvent, toLine } from "./run-event.ts";

const OpenRun = z.object({ runId: z.string(), job: z.string() });
const Head = z.object({
  seq: z.number().int(),
  hash: z.string(),
  /** Day file of the last event and its size with it; empty before the first. */
  file: z.string(),
  bytes: z.number().int(),
  open: z.array(OpenRun),
});
export type LineageHead = z.infer<typeof Head>;
export interface RunRef {
  readonly runId: string;
  readonly job: string;
}

type Content = Omit<EventContent, "atUs" | "namespace" | "runId" | "job" | "type">;

/**
 * The workspace's OpenLineage events: one NDJSON file a day, append-only, hash-chained from the first event of the first file to
 * the last of the last. The head is kept a second time in the database, so that events cut off the end are noticed too.
 */
export interface LineageLog {
  readonly namespace: string;
  /** Durable when it returns. Throws AppError `disk-full`, `read-only` or `io` when it cannot be: work whose lineage cannot be kept does not begin. */
  start(job: string, content: Content): RunRef;
  /** What was done is done: an end that cannot be written is told to the operator and the run is closed at the next opening. */
  end(run: RunRef, type: "COMPLETE" | "FAIL" | "ABORT", content: Content): void;
  head(): LineageHead;
}

export interface LineageOptions {
  readonly workspace: Pick<Workspace, "db" | "paths" | "name" | "readOnly">;
  readonly log: (line: string) => void;
  /** Told of each event once it is durable. */
  readonly appended?: (line: string) => void;
}

const none: LineageHead = { ...genesis, file: "", bytes: 0, open: [] };

export function readLineageHead(db: Database): LineageHead {
  const text = findSetting(db, "log.lineage");
  return text === undefined ? none : Head.parse(JSON.parse(text));
}

/** The workspace's id, made once from its name and the moment it was first needed; two workspaces never share a namespace. */
export function lineageNamespace({ db, name, readOnly }: LineageOptions["workspace"]): string {
  const known = findSetting(db, "workspace.id");
  if (known !== undefined || readOnly) return `quarry://${known ?? "unnamed"}`;
  const id = contentId({ name, at: nowUs() }).slice(0, 16);
  putSetting(db, "workspace.id", id);
  return `quarry://${id}`;
}

/** Opens the log; a writer first mends what a killed process left: a torn last line, and runs without an end. */
export function openLineage({ workspace, log, appended = () => undefined }: LineageOptions): LineageLog {
  const { db, paths, readOnly } = workspace;
  const namespace = lineageNamespace(workspace);
  const folder = paths.lineage;
  if (!readOnly) recover(db, folder, log);

  const append = (content: EventContent, open: (before: LineageHead["open"]) => LineageHead["open"]): void => {
    const before = readLineageHead(db);
    const { line, head } = toLine(content, before);
    const today = dayFileOf(content.atUs);
    // A clock set back must not write into the chain's past.
    const file = today < before.file ? before.file : today;
    mkdirSync(folder, { recursive: true });
    const bytes = appendLine(folder, file, line);
    try {
      putHead(db, { ...head, file, bytes, open: open(before.open) });
    } catch (error) {
      // The next event would take the same place in the chain.
      cutFile(folder, file, bytes - Buffer.byteLength(line) - 1);
      throw error;
    }
    appended(line);
  };
  const end: LineageLog["end"] = (run, type, content) => {
    try {
      append({ ...content, ...run, type, atUs: nowUs(), namespace }, (open) => open.filter(({ runId }) => runId !== run.runId));
    } catch (error) {
      log(`the lineage of ${run.job} ${run.runId} was not written: ${String(error)}`);
    }
  };
  if (!readOnly) for (const run of readLineageHead(db).open) end(run, "FAIL", { runFacets: facets({ errorMessage: interrupted }) });
  return {
    namespace,
    head: () => readLineageHead(db),
    start: (job, content) => {
      if (readOnly) throw new Error(`${job} ran in a workspace opened read-only`);
      const atUs = nowUs();
      const { seq, hash } = readLineageHead(db);
      const run = { runId: runIdOf({ namespace, job, atUs, follows: { seq, hash } }), job };
      try {
        append({ ...content, ...run, type: "START", atUs, namespace }, (open) => [...open, run]);
      } catch (error) {
        const told = toStorageError(error);
        if (told instanceof AppError) throw told;
        throw new AppError("io", `The lineage of this work cannot be written: ${String(error)}`, { file: folder }, { cause: error });
      }
      return run;
    },
    end,
  };
}

const interrupted = { message: "interrupted: the process ended before the run did", programmingLanguage: "TypeScript" };

const putHead = (db: Database, head: LineageHead): void => putSetting(db, "log.lineage", JSON.stringify(head));

/**
 * Takes in events that were written but not yet recorded when the process died, and cuts off a line it was in the middle of.
 * Anything else that is not as recorded is left alone: it is evidence, and `audit verify` names it.
 */
function recover(db: Database, folder: string, log: (line: string) => void): void {
  const recorded = readLineageHead(db);
  let head = recorded;
  const files = listDayFiles(folder).filter((file) => file >= head.file);
  for (const [i, file] of files.entries()) {
    let size = 0;
    for (const { text, end, isWhole } of readLines(folder, file)) {
      const start = size;
      size = end;
      if (file === head.file && end <= head.bytes) continue;
      const event = isWhole ? parseLine(text) : undefined;
      if (event !== undefined && follows(event, text, head)) head = adopt(head, event, file, end);
      else if (event === undefined && i === files.length - 1 && (file !== head.file || start >= head.bytes)) {
        cutFile(folder, file, start);
        log(`lineage/${file}: an event half-written when the process was killed was cut off (${end - start} bytes)`);
        break;
      }
    }
    if (size > 0 && file === files.at(-1)) endLine(folder, file);
  }
  if (head !== recorded) putHead(db, head);
}

/** Damage may have left a file without its last line feed; the next event must not be glued to it. */
function endLine(folder: string, file: string): void {
  if (readLines(folder, file).at(-1)?.isWhole === false) appendLine(folder, file, "");
}

function follows(event: StoredEvent, text: string, head: ChainHead): boolean {
  const { seq, prevHash, hash } = event.run.facets.quarry_chain;
  return seq === head.seq + 1 && prevHash === head.hash && hashOfLine(text) === hash;
}

function adopt(head: LineageHead, event: StoredEvent, file: string, bytes: number): LineageHead {
  const { seq, hash } = event.run.facets.quarry_chain;
  const { runId } = event.run;
  const others = head.open.filter((run) => run.runId !== runId);
  return { seq, hash, file, bytes, open: event.eventType === "START" ? [...others, { runId, job: event.job.name }] : others };
}
