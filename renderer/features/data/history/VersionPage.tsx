import { Link } from "@tanstack/react-router";
import type { DatasetEntry, SnapshotSummary } from "../../../../shared/contract/snapshots.ts";
import { useTime } from "../../../state/use-format.ts";
import { Scrollable } from "../../../ui/Scrollable.tsx";
import { formatCount, plural } from "../../../ui/format/number.ts";
import { shortId } from "../../../ui/format/text.ts";
import { KeyValues } from "../../../ui/KeyValues.tsx";
import { Safe } from "../../../ui/Safe.tsx";
import data from "../Data.module.css";
import { ChangeList } from "./ChangeList.tsx";
import styles from "./History.module.css";
import { SnapshotItem } from "./SnapshotItem.tsx";

interface VersionPageProps {
  readonly version: DatasetEntry;
  readonly before: DatasetEntry | undefined;
  readonly snapshots: readonly SnapshotSummary[];
}

/** What a dataset version holds, and what it changed against the one before it. */
export function VersionPage({ version, before, snapshots }: VersionPageProps) {
  const time = useTime();
  const held = version.snapshots.flatMap((id) => snapshots.find((s) => s.id === id) ?? []);
  const { timeRange } = version;
  return (
    <Scrollable as="aside" className={data["facts"]} aria-label="Dataset version" data-pane="snapshot">
      <h2>
        Dataset v{version.number} <code title={version.id}>{shortId(version.id)}</code>
      </h2>
      <KeyValues
        items={[
          { label: "Events", value: formatCount(version.events) },
          { label: "From – to", value: timeRange === undefined ? "no times" : time.range(timeRange.from, timeRange.to) },
          {
            label: "Models, runs, verdicts",
            value: `${formatCount(version.models)}, ${formatCount(version.runs)}, ${formatCount(version.verdicts)}`,
          },
          ...(version.note === undefined
            ? []
            : [{ label: version.origin === "composed" ? "Choice" : "Reason", value: <Safe text={version.note} /> }]),
        ]}
      />
      <p>
        <Link to="/lineage" search={{ of: `dataset:${version.id}` }}>
          Trace this dataset version
        </Link>
      </p>
      <h3>Changed</h3>
      {before === undefined ? (
        <p className={data["quiet"]}>The first dataset version there is.</p>
      ) : (
        <ChangeList from={before} to={version} snapshots={snapshots} />
      )}
      <h3>{plural(held.length, "snapshot")}</h3>
      <ul className={styles["snapshots"]}>
        {held.map((snapshot) => (
          <SnapshotItem key={snapshot.id} snapshot={snapshot} />
        ))}
      </ul>
    </Scrollable>
  );
}
