import { create } from "zustand";
import type { Client } from "../../../shared/contract/client.ts";
import { CancelledError } from "../../../shared/contract/errors.ts";
import type { ImportFormat, ImportInput, ImportResult, Inspection } from "../../../shared/contract/telemetry.ts";
import { announce } from "../../state/messages.ts";
import { formatCount, plural } from "../../ui/format/number.ts";
import { type NamedBlob, uploadFiles, type UploadProgress } from "../../state/upload.ts";

export interface ChosenMapping {
  /** For the analyst: `argus-flows@2`, or the file it came from. */
  readonly title: string;
  readonly text: string;
}

export interface ImportChoice {
  readonly source: string;
  readonly format: ImportFormat;
  readonly clock: string;
  readonly mapping: ChosenMapping | undefined;
  /** What becomes of files whose bytes the dataset has already. */
  readonly duplicates: Duplicates;
}
export type Duplicates = NonNullable<ImportInput["duplicates"]>;

export type Look =
  | { readonly t: "looking" }
  | { readonly t: "seen"; readonly inspection: Inspection }
  | { readonly t: "failed"; readonly error: Error };

/** Files that were handed over, what is to become of them, and what an import would make of them. */
export interface Review {
  readonly grants: readonly string[];
  readonly names: readonly string[];
  readonly choice: ImportChoice;
  readonly look: Look;
}

/** One import at a time; its state outlives the screen. */
export type ImportState =
  | { readonly step: "idle" }
  | { readonly step: "uploading"; readonly progress: UploadProgress | undefined; readonly startedMs: number }
  | { readonly step: "review"; readonly review: Review }
  | { readonly step: "mapping"; readonly review: Review; readonly file: string }
  | { readonly step: "importing"; readonly names: readonly string[] }
  | { readonly step: "done"; readonly result: ImportResult }
  | { readonly step: "failed"; readonly error: Error; readonly review: Review };

export const useImportState = create<{ readonly state: ImportState }>()(() => ({ state: { step: "idle" } }));
const put = (state: ImportState): void => useImportState.setState({ state });
const current = (): ImportState => useImportState.getState().state;
export const clearImport = (): void => put({ step: "idle" });

let upload = new AbortController();
export const cancelUpload = (): void => upload.abort();

/** What is imported: picked files to hand over first, or grants a file dialog already gave. */
export type Picked =
  | { readonly files: readonly NamedBlob[] }
  | { readonly grants: readonly { readonly grant: string; readonly name: string }[] };

export const firstChoice: ImportChoice = { source: "", format: "auto", clock: "declared", mapping: undefined, duplicates: "skip" };

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/** What an inspection and an import are asked for alike. */
export const inputOf = (
  grants: readonly string[],
  { format, clock, mapping, source }: ImportChoice,
): Pick<ImportInput, "grants" | "format" | "clock" | "mapping" | "source"> => ({
  grants: [...grants],
  format,
  clock,
  ...(source.trim() === "" ? {} : { source: source.trim() }),
  ...(mapping === undefined ? {} : { mapping: mapping.text }),
});

/** Hands files over and looks into them. An import may be started before the look is over. */
export async function prepareImport(client: Client, picked: Picked, choice: ImportChoice = firstChoice): Promise<void> {
  try {
    const { grants, names } = await toGrants(client, picked);
    look(client, { grants, names, choice, look: { t: "looking" } });
  } catch (error) {
    if (!(error instanceof CancelledError)) throw error;
    put({ step: "idle" });
    announce("Cancelled. No file was handed over.");
  }
}

async function toGrants(client: Client, picked: Picked): Promise<{ grants: readonly string[]; names: readonly string[] }> {
  if ("grants" in picked) return { grants: picked.grants.map((g) => g.grant), names: picked.grants.map((g) => g.name) };
  upload = new AbortController();
  const startedMs = performance.now();
  put({ step: "uploading", progress: undefined, startedMs });
  const grants = await uploadFiles(client, picked.files, (progress) => put({ step: "uploading", progress, startedMs }), upload.signal);
  return { grants, names: picked.files.map((f) => f.name) };
}

let looking = new AbortController();

function look(client: Client, review: Review): void {
  looking.abort();
  const own = new AbortController();
  looking = own;
  put({ step: "review", review: { ...review, look: { t: "looking" } } });
  const settle = (found: Look): void => {
    const now = current();
    if (own.signal.aborted || now.step !== "review") return;
    put({ step: "review", review: { ...now.review, look: found } });
  };
  client.call("telemetry.inspect", inputOf(review.grants, review.choice), own.signal).then(
    (inspection) => {
      settle({ t: "seen", inspection });
      announce(
        `${plural(inspection.files.length, "file")} looked into: ${formatCount(inspection.mapped)} events, ${formatCount(inspection.rejected)} rejected.`,
      );
    },
    (error: unknown) => (error instanceof CancelledError ? undefined : settle({ t: "failed", error: toError(error) })),
  );
}

/** Stops looking without losing what was chosen. */
export function stopLooking(): void {
  looking.abort();
  const now = current();
  if (now.step === "review")
    put({ step: "review", review: { ...now.review, look: { t: "failed", error: new Error("You stopped looking into the files.") } } });
}

/** Choices that change nothing about what is read; after every other one the files are looked into again. */
const blindChoices: ReadonlySet<string> = new Set(["source", "duplicates"]);

export function changeChoice(client: Client, change: Partial<ImportChoice>): void {
  const now = current();
  if (now.step !== "review" && now.step !== "mapping") return;
  const review: Review = { ...now.review, choice: { ...now.review.choice, ...change } };
  if (Object.keys(change).every((key) => blindChoices.has(key))) put({ ...now, review });
  else look(client, review);
}

export function openMapping(file: string): void {
  const now = current();
  if (now.step !== "review") return;
  looking.abort();
  put({ step: "mapping", review: now.review, file });
}

export function closeMapping(client: Client): void {
  const now = current();
  if (now.step === "mapping") look(client, now.review);
}

export function dropReview(client: Client): void {
  looking.abort();
  const now = current();
  if (!("review" in now)) return;
  put({ step: "idle" });
  client
    .call("files.release", { grants: [...now.review.grants] })
    .catch((error: unknown) => announce(`The files were not let go: ${toError(error).message}`));
}

export function reviewAgain(client: Client): void {
  const now = current();
  if (now.step === "failed") look(client, now.review);
}

export async function startImport(client: Client): Promise<void> {
  const now = current();
  if (now.step !== "review") return;
  looking.abort();
  const { review } = now;
  put({ step: "importing", names: review.names });
  try {
    const result = await client.call("telemetry.import", {
      ...inputOf(review.grants, review.choice),
      duplicates: review.choice.duplicates,
    });
    put({ step: "done", result });
    announce(`Imported ${formatCount(result.mapped)} of ${formatCount(result.records)} records, ${formatCount(result.rejected)} rejected.`);
  } catch (error) {
    if (error instanceof CancelledError) {
      look(client, review);
      announce("Import cancelled. Nothing was kept of it.");
      return;
    }
    put({ step: "failed", error: toError(error), review });
  }
}
