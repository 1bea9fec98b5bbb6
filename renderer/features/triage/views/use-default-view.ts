import { getRouteApi } from "@tanstack/react-router";
import { useEffect } from "react";
import { useRequest } from "../../../state/requests.ts";
import { toSearch } from "../../../state/saved-views.ts";

const route = getRouteApi("/triage");

/** Opened without a filter of its own, the queue takes the analyst's default view as soon as that is known. */
export function useDefaultView(): void {
  const { home } = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error } = useRequest("views.list", {}, home === true);
  const isKnown = data !== undefined || error !== null;
  useEffect(() => {
    if (home !== true || !isKnown) return;
    const view = data?.find(({ isDefault }) => isDefault);
    void navigate({ search: (old) => ({ ...old, ...(view === undefined ? {} : toSearch(view.filter)), home: undefined }), replace: true });
  }, [home, isKnown, data, navigate]);
}
