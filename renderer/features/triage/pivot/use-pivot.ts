import { useQueryClient } from "@tanstack/react-query";
import { thingOfKey, thingsInColumns, type PivotThing } from "../../../../shared/domain/pivot-things.ts";
import { useCommands } from "../../../commands/commands.ts";
import { useClient } from "../../../state/client-context.ts";
import { showFailure } from "../../../state/messages.ts";
import { request } from "../../../state/requests.ts";
import { chosenRows, useEvidenceMarks } from "../copy/evidence-marks.ts";
import { isInEvidence } from "../copy/use-copy.ts";
import { chosenIn } from "../graph/chosen.ts";
import { useTriage } from "../triage-store.ts";
import { setPivot, usePivot } from "./pivot-store.ts";

const span = "1h" as const;

/** The event one stands on in the evidence, as what to look around. */
function fromEvidence(anomalyId: string): boolean {
  const [row] = isInEvidence() ? chosenRows(useEvidenceMarks.getState()) : [];
  if (row === undefined) return false;
  setPivot({ anomalyId, at: row.ref.time, things: thingsInColumns(row.columns), about: "all", span: "1m" });
  return true;
}

/** Looks around what one stands on: an event of the evidence, what is chosen in the graph, else the subject of the case. Again, it goes away. */
export function usePivotCommand(): void {
  const client = useClient();
  const queries = useQueryClient();
  useCommands({
    "triage.around": () => {
      const { cursor, tab } = useTriage.getState();
      if (cursor === undefined) return;
      const { anomalyId } = cursor;
      if (usePivot.getState().pivot?.anomalyId === anomalyId) return setPivot(undefined);
      if (fromEvidence(anomalyId)) return;
      const open = (things: readonly PivotThing[]): void => setPivot({ anomalyId, at: undefined, things, about: undefined, span });
      if (tab !== "graph") return open([]);
      queries
        .ensureQueryData(request(client, "triage.context", { anomalyId }))
        .then((graph) => open(chosenIn(graph).flatMap((key) => thingOfKey(key) ?? [])))
        .catch((error: unknown) => showFailure("The events around were not opened", error));
    },
  });
}
