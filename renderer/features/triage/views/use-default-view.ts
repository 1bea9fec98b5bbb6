import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { useRequest } from "../../../state/requests.ts";
import { toSearch } from "../../../state/saved-views.ts";

const route = getRouteApi("/triage");

/** Opened without a filter of its own, the queue takes the analyst's default view as soon as that is known. */
export function useDefaultView(): void {
  const { home } = route.useSearch();
  const navigate = route.useNavigate();
  const router = useRouter();
  const { data, error } = useRequest("views.list", {}, home === true);
  const isKnown = data !== undefined || error !== null;
  useEffect(() => {
    // Another screen may have been asked for and still be on its way: the queue does not call the analyst back from it.
    if (home !== true || !isKnown || router.latestLocation.pathname !== "/triage") return;
    const view = data?.find(({ isDefault }) => isDefault);
    void navigate({ search: (old) => ({ ...old, ...(view === undefined ? {} : toSearch(view.filter)), home: undefined }), replace: true });
  }, [home, isKnown, data, navigate, router]);
}
