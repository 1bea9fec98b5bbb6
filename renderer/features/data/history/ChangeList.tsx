import type { DatasetEntry, SnapshotSummary } from "../../../../shared/contract/snapshots.ts";
import { useRequest } from "../../../state/requests.ts";
import { formatCount, plural } from "../../../ui/format/number.ts";
import { shortId } from "../../../ui/format/text.ts";
import { Safe } from "../../../ui/Safe.tsx";
import { Failure, Skeleton } from "../../../ui/States.tsx";
import styles from "./History.module.css";

interface ChangeListProps {
  readonly from: DatasetEntry;
  readonly to: DatasetEntry;
  readonly snapshots: readonly SnapshotSummary[];
}

const difference = (n: number): string => (n === 0 ? "same" : n > 0 ? `+${formatCount(n)}` : `−${formatCount(-n)}`);

/** Snapshots that came and went between two versions, and what that did to each class. */
export function ChangeList({ from, to, snapshots }: ChangeListProps) {
  const { data, error, refetch } = useRequest("datasets.compare", { from: from.id, to: to.id });
  if (error !== null) return <Failure title="The versions could not be compared" error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton lines={3} label="Comparing the versions" />;
  const named = (id: string): string => snapshots.find((s) => s.id === id)?.source ?? "unknown";
  const lines = [
    ...data.added.map((id) => ({ id, sign: "+", what: "added" })),
    ...data.removed.map((id) => ({ id, sign: "−", what: "left out" })),
  ];
  return (
    <>
      <p className={styles["against"]}>
        against v{from.number}; {plural(data.kept, "snapshot")} in both
      </p>
      <ul className={styles["changes"]} aria-label="Snapshots that came and went">
        {lines.map(({ id, sign, what }) => (
          <li key={id}>
            <span aria-hidden="true">{sign}</span> <span className="visually-hidden">{what}: </span>
            <Safe text={named(id)} /> <code title={id}>{shortId(id)}</code>
          </li>
        ))}
      </ul>
      <table className={styles["classes"]}>
        <thead>
          <tr>
            {["Class", `v${from.number}`, `v${to.number}`, "Change"].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.classes.map((row) => (
            <tr key={row.class}>
              <th scope="row">{row.class.replaceAll("_", " ")}</th>
              <td>{formatCount(row.before)}</td>
              <td>{formatCount(row.after)}</td>
              <td>{difference(row.after - row.before)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
