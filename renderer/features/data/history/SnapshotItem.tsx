import { useState } from "react";
import type { SnapshotSummary } from "../../../../shared/contract/snapshots.ts";
import { useRequest } from "../../../state/requests.ts";
import { useTime } from "../../../state/use-format.ts";
import { Button } from "../../../ui/Button.tsx";
import { formatBytes, formatCount } from "../../../ui/format/number.ts";
import { shortId } from "../../../ui/format/text.ts";
import { Safe } from "../../../ui/Safe.tsx";
import { Tag } from "../../../ui/Tag.tsx";
import data from "../Data.module.css";
import { CheckResult } from "./CheckResult.tsx";
import styles from "./History.module.css";
import { RetireDialog } from "./RetireDialog.tsx";
import { useVerify } from "./use-verify.ts";

/** One snapshot of a version, with what can be done to it. */
export function SnapshotItem({ snapshot }: { readonly snapshot: SnapshotSummary }) {
  const time = useTime();
  const { data: info } = useRequest("workspace.info", {});
  const [isAsking, setAsking] = useState(false);
  const { result, isBusy, verify } = useVerify(snapshot.id);
  const { retired, timeRange } = snapshot;
  const [check] = result?.checked ?? [];
  return (
    <li aria-label={snapshot.source}>
      <p className={styles["name"]}>
        <Safe text={snapshot.source} /> <code title={snapshot.id}>{shortId(snapshot.id)}</code>
        {retired === undefined ? null : <Tag tone="warn">events gone</Tag>}
      </p>
      <p>
        {formatCount(snapshot.events)} events, {formatBytes(snapshot.bytes)}, {formatCount(snapshot.rejected)} rejected
      </p>
      <p>{timeRange === undefined ? "no times" : time.range(timeRange.from, timeRange.to)}</p>
      {retired === undefined ? (
        <p className={styles["acts"]}>
          <Button size="small" disabled={isBusy} onClick={verify}>
            Verify
          </Button>
          <Button size="small" tone="quiet" disabled={info?.readOnly !== false} onClick={() => setAsking(true)}>
            Let go…
          </Button>
        </p>
      ) : (
        <p className={data["remark"]}>
          <Safe text={retired.by} /> let {formatBytes(retired.freedBytes)} go on {time.time(retired.at, "moment")}:{" "}
          <Safe text={retired.reason} />
        </p>
      )}
      {check === undefined ? null : <CheckResult check={check} />}
      {isAsking ? <RetireDialog snapshot={snapshot} onClose={() => setAsking(false)} /> : null}
    </li>
  );
}
