import { lazy, Suspense, useState } from "react";
import { useRequest } from "../state/requests.ts";
import { setZone, usePreferences } from "../state/preferences.ts";
import { useTime } from "../state/use-format.ts";
import { type Zone, zoneName, zoneOffset } from "../ui/format/time.ts";
import styles from "./Shell.module.css";

const ZoneDialog = lazy(() => import("./ZoneDialog.tsx").then(({ ZoneDialog: component }) => ({ default: component })));
const another = "another zone";

/** The one zone of every time on the desk, always in sight: UTC, this machine's, or one by name. */
export function ZoneSwitch() {
  const { zone } = useTime();
  const named = usePreferences((p) => p.namedZone);
  const [isNaming, setNaming] = useState(false);
  const { data } = useRequest("workspace.info", {});
  const at = data?.dataset?.timeRange?.to ?? data?.dataset?.createdAt;
  const textOf = (one: Zone): string => {
    const name = one === "local" ? "Local" : zoneName(one);
    return at === undefined || one === "utc" ? name : `${name}, ${zoneOffset(at, one)}`;
  };
  return (
    <>
      <select
        className={styles["zone"]}
        aria-label="Times in"
        data-term="times in"
        title={`Every time is shown in ${zoneName(zone)}`}
        value={zone}
        onChange={(event) => (event.target.value === another ? setNaming(true) : setZone(event.target.value))}
      >
        {["utc", "local", ...(named === undefined ? [] : [named])].map((one) => (
          <option key={one} value={one}>
            {textOf(one)}
          </option>
        ))}
        <option value={another}>Another zone…</option>
      </select>
      <Suspense fallback={null}>{isNaming ? <ZoneDialog onClose={() => setNaming(false)} /> : null}</Suspense>
    </>
  );
}
