import { Link } from "@tanstack/react-router";
import type { SourceSummary } from "../../../shared/contract/rejects.ts";
import { useTime } from "../../state/use-format.ts";
import { formatCount, formatDuration, formatPercent } from "../../ui/format/number.ts";
import { Safe } from "../../ui/Safe.tsx";
import { Tag } from "../../ui/Tag.tsx";
import styles from "./Data.module.css";

/** `14 of 4,110,124 · < 0.01 % – < 0.01 %`: the count, what it is of, and Wilson's interval. */
function Rejected({ source: { rejected, lastSnapshot } }: { readonly source: SourceSummary }) {
  const { k, n, rate, low, high } = rejected;
  if (rate === null) return <>no records</>;
  if (k === 0) return <>0 of {formatCount(n)}</>;
  return (
    <>
      <Link to="/data" search={{ view: "rejects", snapshot: lastSnapshot }}>
        {formatCount(k)} of {formatCount(n)}
      </Link>
      <span className={styles["under"]}>
        {formatPercent(rate)}, 95 % interval {formatPercent(low)} to {formatPercent(high)}
      </span>
    </>
  );
}

/** How old the newest event was when it came in: what the import itself says of freshness. */
function Freshness({ source: { lastEvent, lastImport } }: { readonly source: SourceSummary }) {
  const time = useTime();
  if (lastEvent === null) return <>no event</>;
  const lag = (lastImport - lastEvent) / 1e6;
  return (
    <>
      {time.time(lastEvent, "full")}
      <span className={styles["under"]}>{lag < 0 ? "after its own import" : `${formatDuration(lag)} before its import`}</span>
    </>
  );
}

export function SourceTable({ sources }: { readonly sources: readonly SourceSummary[] }) {
  const time = useTime();
  return (
    <table className={styles["table"]}>
      <thead>
        <tr>
          {["Source", "Last event", "Events", "Last import", "Read as", "Rejected"].map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sources.map((source) => (
          <tr key={source.name}>
            <th scope="row">
              <Link to="/data" search={{ snapshot: source.lastSnapshot }}>
                <Safe text={source.name} />
              </Link>
            </th>
            <td>
              <Freshness source={source} />
            </td>
            <td>{formatCount(source.events)}</td>
            <td>{time.time(source.lastImport, "date-time")}</td>
            <td>
              {source.formats.map(({ format, files }) => `${format} ${formatCount(files)}`).join(", ")}{" "}
              {source.unread === 0 ? null : <Tag tone="bad">{formatCount(source.unread)} not read</Tag>}
            </td>
            <td>
              <Rejected source={source} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
