import { X } from "lucide-react";
import { startTour } from "../state/help.ts";
import { setPreferences, usePreferences } from "../state/preferences.ts";
import { useRequest } from "../state/requests.ts";
import styles from "./Shell.module.css";

/** Offers the tour to who has a queue and has judged nothing yet, until it is taken or waved away. */
export function TourOffer() {
  const isDone = usePreferences((p) => p.tour === "done");
  const { data: info } = useRequest("workspace.info", {});
  const { data: runs } = useRequest("scoring.runs", {});
  if (isDone || info === undefined || info.budget.used > 0 || runs === undefined || runs.length === 0) return null;
  return (
    <span className={styles["offer"]}>
      <button type="button" onClick={startTour}>
        New here? See the first case in seven steps
      </button>
      <button type="button" aria-label="Do not offer the tour again" onClick={() => setPreferences({ tour: "done" })}>
        <X size={12} aria-hidden="true" />
      </button>
    </span>
  );
}
