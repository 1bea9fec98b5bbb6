import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { ContextGraph } from "../../../shared/contract/context-graph.ts";
import type { QueueRow } from "../../../shared/contract/triage.ts";
import { useClient } from "../../state/client-context.ts";
import { announce, showFailure } from "../../state/messages.ts";
import { request } from "../../state/requests.ts";
import { setWayBack } from "../../state/way-back.ts";
import { hasPage, mainSubject } from "./entity-names.ts";
import { historyOf, returnToDrawing } from "./graph/graph-store.ts";
import { useTriage } from "./triage-store.ts";

const route = getRouteApi("/triage");

type OpenEntity = (key: string, window: QueueRow["window"]) => void;

/** Goes to the page of an entity on the day of the case, and leaves a way back to the case as it is. */
export function useOpenEntity(): OpenEntity {
  const navigate = useNavigate();
  const search = route.useSearch();
  return (key, { from, to }) => {
    const { cursor, tab } = useTriage.getState();
    const isInGraph = document.activeElement?.closest("[data-graph]") !== null;
    const place = { ...search, tab, ...(cursor === undefined ? {} : { case: cursor.anomalyId }) };
    setWayBack({
      to: "the case",
      go: () => {
        if (isInGraph) returnToDrawing(true);
        void navigate({ to: "/triage", search: place });
      },
    });
    void navigate({ to: "/data", search: { view: "entities", entity: key, at: Math.max(from, to - 1) } });
  };
}

/** What is chosen in the graph of a case, at its far end when that is a relation; else what the case is about. */
function entityOf(graph: ContextGraph): string | undefined {
  const { chosen, additions } = historyOf(graph.anomalyId).now;
  const nodes = [graph, ...additions].flatMap((parts) => parts.nodes);
  const edges = [graph, ...additions].flatMap((parts) => parts.edges);
  const id = chosen?.kind === "edge" ? edges.find((edge) => edge.id === chosen.id)?.dst : chosen?.id;
  const node = nodes.find((one) => one.id === id);
  return (node !== undefined && hasPage(node) ? node : mainSubject(graph))?.id;
}

/** Opens the page of what is chosen in the current case. */
export function useOpenChosenEntity(): () => void {
  const client = useClient();
  const queries = useQueryClient();
  const open = useOpenEntity();
  useEffect(() => setWayBack(undefined), []);
  const openChosen = async (anomalyId: string): Promise<void> => {
    try {
      const graph = await queries.ensureQueryData(request(client, "triage.context", { anomalyId }));
      const { row } = await queries.ensureQueryData(request(client, "triage.case", { anomalyId }));
      const key = entityOf(graph);
      if (key === undefined) announce("Nothing in this case has a page of its own.");
      else open(key, row.window);
    } catch (error) {
      showFailure("The page was not opened", error);
    }
  };
  return () => {
    const { cursor } = useTriage.getState();
    if (cursor !== undefined) void openChosen(cursor.anomalyId);
  };
}
