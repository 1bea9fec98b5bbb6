import type { AnyRouter } from "@tanstack/react-router";
import { isDeskRoute } from "../state/desk-link.ts";
import { setPreferences, usePreferences } from "../state/preferences.ts";

const settleMs = 1500;
const patienceMs = 300;

/** Notes where the desk is, a moment after it came to rest there: a hand on the keyboard passes many cases. */
export function rememberRoute(router: AnyRouter): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = router.subscribe("onResolved", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const route = window.location.hash.slice(1);
      // Before the workspace's own preferences are read a change would take their place.
      if (usePreferences.persist.hasHydrated() && isDeskRoute(route) && route !== usePreferences.getState().lastRoute)
        setPreferences({ lastRoute: route });
    }, settleMs);
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}

/** Opened without an address of its own, the desk goes where it was left. It does not wait long to learn where that was. */
export async function restoreRoute(preferencesRead: Promise<void>): Promise<void> {
  if (window.location.hash.length > 1) return;
  await Promise.race([preferencesRead, new Promise((done) => setTimeout(done, patienceMs))]);
  const { lastRoute } = usePreferences.getState();
  if (lastRoute !== undefined && isDeskRoute(lastRoute)) window.history.replaceState(null, "", `#${lastRoute}`);
}
