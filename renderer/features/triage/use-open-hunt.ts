import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useClient } from "../../state/client-context.ts";
import { toHuntPlaces } from "../../state/hunt-places.ts";
import { showFailure, showToast } from "../../state/messages.ts";
import { request } from "../../state/requests.ts";
import { setMarked, useTriage } from "./triage-store.ts";

/** Opens a hunt of the selection, or of the case under the cursor; of a case that is in a hunt already, that hunt is shown. */
export function useOpenHunt(): () => void {
  const client = useClient();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const open = async (): Promise<void> => {
    const { cursor, marked } = useTriage.getState();
    const anomalyIds = marked.size > 0 ? [...marked] : cursor === undefined ? [] : [cursor.anomalyId];
    const [first] = anomalyIds;
    if (first === undefined) return;
    const places = toHuntPlaces(await queries.ensureQueryData(request(client, "hunts.places", {})));
    const place = places.get(first);
    if (anomalyIds.length === 1 && place?.kind === "hunt") return navigate({ to: "/hunts", search: { tab: place.tab, id: place.id } });
    const { hunt } = await client.call("hunts.open", { anomalyIds });
    setMarked(new Set());
    showToast({ tone: "info", text: "The hunt is open, in the backlog" });
    return navigate({ to: "/hunts", search: { tab: "backlog", id: hunt.id } });
  };
  return () => void open().catch((error: unknown) => showFailure("No hunt was opened", error));
}
