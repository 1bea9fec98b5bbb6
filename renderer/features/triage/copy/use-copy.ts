import { useQueryClient } from "@tanstack/react-query";
import { useClient } from "../../../state/client-context.ts";
import { showFailure, showToast } from "../../../state/messages.ts";
import { request } from "../../../state/requests.ts";
import { useTime } from "../../../state/use-format.ts";
import { copyAs } from "../../../ui/format/copy-as.ts";
import { plural } from "../../../ui/format/number.ts";
import { toCaseText } from "../case-words.ts";
import { useTriage } from "../triage-store.ts";
import { evidenceTable } from "./copy-sources.ts";
import { chosenRows, useEvidenceMarks } from "./evidence-marks.ts";

/** Whether somebody stands in the rows of the evidence. */
export const isInEvidence = (): boolean => document.activeElement?.closest('[role=grid][aria-label="Evidence"]') !== null;

/** Copies the rows of the evidence one stands in, for a sheet; elsewhere the case as text. */
export function useCopy(): () => void {
  const client = useClient();
  const queries = useQueryClient();
  const time = useTime();
  return () => {
    const marks = useEvidenceMarks.getState();
    const rows = isInEvidence() ? chosenRows(marks) : [];
    if (rows.length > 0) {
      navigator.clipboard
        .writeText(copyAs("tsv", evidenceTable(rows, marks.shown, time.iso)))
        .then(() => showToast({ tone: "info", text: `${plural(rows.length, "event")} copied as TSV` }))
        .catch((error: unknown) => showFailure("The events were not copied", error));
      return;
    }
    const { cursor } = useTriage.getState();
    if (cursor === undefined) return;
    queries
      .ensureQueryData(request(client, "triage.case", { anomalyId: cursor.anomalyId }))
      .then((detail) =>
        navigator.clipboard.writeText(toCaseText(detail, `${time.iso(detail.row.window.from)}/${time.iso(detail.row.window.to)}`)),
      )
      .then(() => showToast({ tone: "info", text: "Case copied" }))
      .catch((error: unknown) => showFailure("The case was not copied", error));
  };
}
