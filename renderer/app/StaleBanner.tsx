import { useConnectionStatus } from "../state/connection-context.ts";
import { useStaleReads } from "../state/stale-reads.ts";
import { useTime } from "../state/use-format.ts";
import { Button } from "../ui/Button.tsx";
import { CopyDetails } from "../ui/CopyDetails.tsx";
import { plural } from "../ui/format/number.ts";
import { Safe } from "../ui/Safe.tsx";
import styles from "./Shell.module.css";

/** Says that some of the screen is as it was read before, because reading it again failed. */
export function StaleBanner() {
  const stale = useStaleReads();
  const status = useConnectionStatus();
  const time = useTime();
  if (stale === undefined || status !== "connected") return null;
  const what = "Part of this screen is old";
  return (
    <div className={styles["banner"]} role="alert">
      <span>
        <b>{what}:</b> {plural(stale.count, "answer")} of {time.time(stale.readAtUs, "seconds")} or later could not be read again.{" "}
        <Safe text={stale.error.message} />
      </span>
      <Button size="small" onClick={stale.retry}>
        Try again
      </Button>
      <CopyDetails title={what} error={stale.error} />
    </div>
  );
}
