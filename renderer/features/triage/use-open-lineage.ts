import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { setWayBack } from "../../state/way-back.ts";
import { keepPlace } from "./kept-place.ts";
import { useTriage } from "./triage-store.ts";

const route = getRouteApi("/triage");

/** To the lineage of a case and back: the case is as it was when one returns. */
export function useOpenLineage(): (anomalyId: string) => void {
  const navigate = useNavigate();
  const search = route.useSearch();
  return (anomalyId) => {
    const place = { ...search, tab: useTriage.getState().tab, case: anomalyId };
    const restore = keepPlace();
    setWayBack({
      to: "the case",
      go: () => {
        restore();
        void navigate({ to: "/triage", search: place });
      },
    });
    void navigate({ to: "/lineage", search: { of: `anomaly:${anomalyId}` } });
  };
}
