import { Link } from "@tanstack/react-router";
import clsx from "clsx";
import type { Snapshot } from "../../../shared/contract/telemetry.ts";
import { useTime } from "../../state/use-format.ts";
import { formatCount } from "../../ui/format/number.ts";
import { shortId } from "../../ui/format/text.ts";
import { Safe } from "../../ui/Safe.tsx";
import { Tag } from "../../ui/Tag.tsx";
import styles from "./Data.module.css";
import { totalsOf } from "./snapshot-totals.ts";

export function SnapshotTable({ snapshots, chosen }: { readonly snapshots: readonly Snapshot[]; readonly chosen: string | undefined }) {
  const time = useTime();
  return (
    <table className={styles["table"]}>
      <thead>
        <tr>
          {["Source", "Snapshot", "Events", "From – to", "Files", "Rejected", "Imported"].map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {snapshots.map((snapshot) => {
          const { manifest } = snapshot;
          const totals = totalsOf(manifest);
          return (
            <tr
              key={snapshot.id}
              className={clsx(snapshot.id === chosen && styles["on"])}
              aria-current={snapshot.id === chosen ? "true" : undefined}
            >
              <th scope="row">
                <Link to="/data" search={{ snapshot: snapshot.id }}>
                  <Safe text={manifest.source} />
                </Link>
              </th>
              <td>
                <code title={snapshot.id}>{shortId(snapshot.id)}</code>
              </td>
              <td>{formatCount(totals.events)}</td>
              <td>{manifest.timeRange === undefined ? "no times" : time.range(manifest.timeRange.from, manifest.timeRange.to)}</td>
              <td>
                {formatCount(manifest.files.length)}
                {totals.unread === 0 ? null : (
                  <>
                    {" "}
                    <Tag tone="bad">{formatCount(totals.unread)} not read</Tag>
                  </>
                )}
              </td>
              <td>{totals.rejected === 0 ? "0" : <Tag tone="warn">{formatCount(totals.rejected)}</Tag>}</td>
              <td>{time.time(snapshot.importedAt, "date-time")}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
