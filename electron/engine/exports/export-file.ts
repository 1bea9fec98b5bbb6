import { mkdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { ExportedFile, ExportPlan, Wanted } from "../../../shared/contract/exports.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";
import { contentId } from "../hash.ts";
import type { HuntBoard } from "../hunts/board.ts";
import { writeAtomically } from "../labels/write-atomically.ts";
import { nowUs } from "../runtime.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { driftExport } from "./drift-export.ts";
import type { ExportKind } from "./export-kind.ts";
import { type ExportSource, openSource, withSource } from "./export-source.ts";
import { findingsExport } from "./findings-export.ts";
import type { BundleTools } from "./hunt-bundle.ts";
import { huntExport } from "./hunt-export.ts";
import { incidentsExport } from "./incidents-export.ts";
import { logExport } from "./log-export.ts";
import { navigatorExport } from "./navigator-export.ts";
import { stixExport } from "./stix-export.ts";
import { type Piece, streamFile } from "./stream-file.ts";

/** An export with what is wanted of it, whatever kind it is. */
interface Bound {
  plan(source: ExportSource): Promise<ExportPlan>;
  pieces(source: ExportSource, tools: BundleTools): Iterable<Piece> | Promise<Iterable<Piece>>;
  rowsOf(pieces: number): number | undefined;
  usedRuns(source: ExportSource): ReturnType<ExportKind<Wanted>["usedRuns"]>;
  readonly mediaType: string;
  readonly name: { readonly stem: string; readonly ending: string };
}

const bind = <W extends Wanted>(kind: ExportKind<W>, wanted: W): Bound => ({
  plan: (source) => kind.plan(source, wanted),
  pieces: (source, tools) => kind.pieces(source, wanted, tools),
  rowsOf: (pieces) => kind.rowsOf(wanted, pieces),
  usedRuns: (source) => kind.usedRuns(source, wanted),
  mediaType: kind.mediaType(wanted),
  name: kind.fileName(wanted),
});

function boundOf(wanted: Wanted): Bound {
  switch (wanted.what) {
    case "findings":
      return bind(findingsExport, wanted);
    case "incidents":
      return bind(incidentsExport, wanted);
    case "navigator":
      return bind(navigatorExport, wanted);
    case "stix":
      return bind(stixExport, wanted);
    case "log":
      return bind(logExport, wanted);
    case "drift":
      return bind(driftExport, wanted);
    case "hunt":
      return bind(huntExport, wanted);
  }
}

const distinct = (values: readonly string[]): string[] => [...new Set(values)].toSorted();

interface Look {
  readonly workspace: Workspace;
  readonly board: HuntBoard;
  readonly wanted: Wanted;
  readonly signal: AbortSignal;
}

/** Throws AppError `not-found` for a hunt, model version or dataset version there is none of. */
export const planExport = (input: Look): Promise<ExportPlan> => boundOf(input.wanted).plan(openSource(input));

/** Refuses what cannot be exported, before anybody signs for it. Throws as `planExport`. */
export const checkExport = (input: Look): void => void boundOf(input.wanted).usedRuns(openSource(input));

/** Where the file goes: as told, or named by what is wanted in the workspace's `exports/`. Throws AppError `io`. */
export function placeOf(workspace: Workspace, wanted: Wanted, out: string | undefined): string {
  if (out !== undefined) return resolve(out);
  const { stem, ending } = boundOf(wanted).name;
  const folder = workspace.paths.exports;
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new AppError("io", `${folder} cannot be made: ${error instanceof Error ? error.message : String(error)}`, {}, { cause: error });
  }
  return join(folder, `${stem}-${contentId(wanted).slice(0, 12)}.${ending}`);
}

interface WriteInput {
  readonly workspace: Workspace;
  readonly board: HuntBoard;
  readonly wanted: Wanted;
  readonly path: string;
  /** The entry of the log that a person signed for it. */
  readonly decision: string;
  readonly tools: BundleTools;
  readonly progress: (rows: number, of: number) => void;
}

/** Writes the file, then its provenance, then its manifest, which vouches for the whole. Throws AppError. */
export function writeExport({ workspace, board, wanted, path, decision, tools, progress }: WriteInput): Promise<ExportedFile> {
  const bound = boundOf(wanted);
  return withSource({ workspace, board, signal: tools.signal }, async (source) => {
    const plan = await bound.plan(source);
    const runs = bound.usedRuns(source);
    const pieces = await bound.pieces(source, tools);
    const rowsOf = (count: number): number => bound.rowsOf(count) ?? plan.rows;
    const written = await streamFile(path, pieces, tools.signal, (done) => progress(rowsOf(done), plan.rows));
    const manifest: ExportedFile = {
      schema: 1,
      wanted,
      file: basename(path),
      mediaType: bound.mediaType,
      sha256: written.sha256,
      bytes: written.bytes,
      rows: rowsOf(written.pieces),
      leftOut: plan.leftOut,
      modelVersions: distinct(runs.map((run) => run.modelVersion)),
      datasetVersions: distinct(runs.map((run) => run.datasetVersion)),
    };
    const head = workspace.log.head();
    const provenance = { decision, exportedAtUs: nowUs(), logEntries: head.seq, logHead: head.hash, sha256: written.sha256 };
    writeAtomically(`${path}.provenance.json`, Buffer.from(`${canonicalJson(provenance)}\n`));
    writeAtomically(`${path}.manifest.json`, Buffer.from(`${canonicalJson(manifest)}\n`));
    return manifest;
  });
}
