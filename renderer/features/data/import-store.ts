import { create } from "zustand";
import type { Client } from "../../../shared/contract/client.ts";
import { CancelledError } from "../../../shared/contract/errors.ts";
import type { ImportFormat, ImportResult } from "../../../shared/contract/telemetry.ts";
import { announce } from "../../state/messages.ts";
import { formatCount } from "../../ui/format/number.ts";
import { type NamedBlob, uploadFiles, type UploadProgress } from "./upload.ts";

/** One import at a time; its state outlives the screen. */
export type ImportState =
  | { readonly step: "idle" }
  | { readonly step: "uploading"; readonly progress: UploadProgress | undefined; readonly startedMs: number }
  | { readonly step: "importing"; readonly what: string }
  | { readonly step: "done"; readonly result: ImportResult }
  | { readonly step: "failed"; readonly error: Error };

export const useImportState = create<{ readonly state: ImportState }>()(() => ({ state: { step: "idle" } }));
const put = (state: ImportState): void => useImportState.setState({ state });
export const clearImport = (): void => put({ step: "idle" });

let upload = new AbortController();
export const cancelUpload = (): void => upload.abort();

export interface TelemetryChoice {
  readonly format: ImportFormat;
  readonly source: string;
  readonly mapping: string | undefined;
}

/** What is imported: picked files to hand over first, or grants a file dialog already gave. */
export type Picked = { readonly files: readonly NamedBlob[] } | { readonly grants: readonly string[] };

async function toGrants(client: Client, picked: Picked): Promise<string[]> {
  if ("grants" in picked) return [...picked.grants];
  upload = new AbortController();
  const startedMs = performance.now();
  put({ step: "uploading", progress: undefined, startedMs });
  return [...(await uploadFiles(client, picked.files, (progress) => put({ step: "uploading", progress, startedMs }), upload.signal))];
}

async function run(task: () => Promise<void>): Promise<void> {
  try {
    await task();
  } catch (error) {
    if (error instanceof CancelledError) {
      put({ step: "idle" });
      announce("Import cancelled. Nothing was kept of it.");
      return;
    }
    put({ step: "failed", error: error instanceof Error ? error : new Error(String(error)) });
  }
}

export const importTelemetry = (client: Client, picked: Picked, choice: TelemetryChoice): Promise<void> =>
  run(async () => {
    const grants = await toGrants(client, picked);
    put({ step: "importing", what: "telemetry.import" });
    const result = await client.call("telemetry.import", {
      grants,
      format: choice.format,
      ...(choice.source === "" ? {} : { source: choice.source }),
      ...(choice.mapping === undefined ? {} : { mapping: choice.mapping }),
    });
    put({ step: "done", result });
    announce(`Imported ${formatCount(result.mapped)} of ${formatCount(result.records)} records, ${formatCount(result.rejected)} rejected.`);
  });
