import { create } from "zustand";
import type { Input } from "../../shared/contract/requests.ts";

/** What somebody wants to export from where they are: one hunt, what a queue's filter shows, or whatever there is. */
export type ExportSubject =
  | { readonly kind: "hunt"; readonly id: string }
  | {
      readonly kind: "queue";
      readonly model: string | undefined;
      readonly hunt: string | undefined;
      readonly show: "open" | "all";
      readonly health: "any" | "suppressed";
      readonly text: string;
    }
  | { readonly kind: "log"; readonly filter: Omit<Input<"audit.page">, "limit" | "before"> }
  | { readonly kind: "drift"; readonly model: string }
  | { readonly kind: "everything" };

export const useExportRequest = create<{ readonly subject: ExportSubject | undefined }>()(() => ({ subject: undefined }));

export const askToExport = (subject: ExportSubject): void => useExportRequest.setState({ subject });
export const leaveExport = (): void => useExportRequest.setState({ subject: undefined });
