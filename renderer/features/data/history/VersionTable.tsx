import { Link } from "@tanstack/react-router";
import clsx from "clsx";
import type { DatasetEntry, SnapshotSummary } from "../../../../shared/contract/snapshots.ts";
import { useTime } from "../../../state/use-format.ts";
import { formatCount, plural } from "../../../ui/format/number.ts";
import { Safe } from "../../../ui/Safe.tsx";
import { Tag } from "../../../ui/Tag.tsx";
import data from "../Data.module.css";
import styles from "./History.module.css";
import { hull } from "./span.ts";
import { SpanBar } from "./SpanBar.tsx";

interface VersionTableProps {
  readonly versions: readonly DatasetEntry[];
  readonly snapshots: readonly SnapshotSummary[];
  readonly chosen: string | undefined;
}

function Origin({ version }: { readonly version: DatasetEntry }) {
  const time = useTime();
  const origins = { import: "import", composed: "composed", retirement: "events let go" };
  return (
    <>
      {origins[version.origin]}
      {version.by === undefined ? null : (
        <>
          {" "}
          by <Safe text={version.by} />
        </>
      )}
      <span className={styles["when"]}>{time.time(version.createdAt, "date-time")}</span>
    </>
  );
}

function Dependants({ version }: { readonly version: DatasetEntry }) {
  const parts = [
    version.models === 0 ? undefined : plural(version.models, "model"),
    version.runs === 0 ? undefined : plural(version.runs, "run"),
    version.verdicts === 0 ? undefined : plural(version.verdicts, "verdict"),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? <span className={data["quiet"]}>nothing yet</span> : parts.join(", ");
}

/** One line per version, newest first; the bars share one scale of time. */
export function VersionTable({ versions, snapshots, chosen }: VersionTableProps) {
  const time = useTime();
  const byId = new Map(snapshots.map((s) => [s.id, s]));
  const whole = hull(snapshots.map((s) => s.timeRange));
  return (
    <section aria-label="Dataset versions">
      <div className={data["section"]}>
        <h2>Dataset versions</h2>
        <span>{whole === undefined ? "" : `time from ${time.dates(whole.from, whole.to)}`}</span>
      </div>
      <table className={clsx(data["table"], styles["versions"])}>
        <thead>
          <tr>
            {["Version", "Made by", "Events", "Snapshots", "Time they cover", "Rests on it"].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {versions.map((version) => {
            const spans = version.snapshots.flatMap((id) => {
              const span = byId.get(id)?.timeRange;
              return span === undefined ? [] : [{ key: id, span, isGone: version.gone.includes(id) }];
            });
            return (
              <tr
                key={version.id}
                className={clsx(version.id === chosen && data["on"])}
                aria-current={version.id === chosen ? "true" : undefined}
              >
                <th scope="row">
                  <Link to="/data" search={{ view: "history", dataset: version.id }}>
                    v{version.number}
                  </Link>{" "}
                  {version.isCurrent ? <Tag tone="accent">current</Tag> : null}
                </th>
                <td>
                  <Origin version={version} />
                </td>
                <td>{formatCount(version.events)}</td>
                <td>
                  {formatCount(version.snapshots.length)}{" "}
                  {version.gone.length === 0 ? null : <Tag tone="warn">{formatCount(version.gone.length)} gone</Tag>}
                </td>
                <td>
                  {whole === undefined || version.timeRange === undefined ? (
                    "no times"
                  ) : (
                    <SpanBar spans={spans} whole={whole} label={time.range(version.timeRange.from, version.timeRange.to)} />
                  )}
                </td>
                <td>
                  <Dependants version={version} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
