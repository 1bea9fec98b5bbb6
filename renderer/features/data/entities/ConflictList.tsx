import { Link } from "@tanstack/react-router";
import { useRequest } from "../../../state/requests.ts";
import { formatCount } from "../../../ui/format/number.ts";
import { Safe } from "../../../ui/Safe.tsx";
import { Empty, Failure, Skeleton } from "../../../ui/States.tsx";
import { Tag } from "../../../ui/Tag.tsx";
import styles from "./Entities.module.css";

const most = 100;

/** Reasons to doubt what was or was not taken for one thing. */
export function ConflictList() {
  const { data, error, refetch } = useRequest("entities.conflicts", { limit: most });
  if (error !== null) return <Failure title="The conflicts could not be read" error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton lines={6} label="Reading the conflicts" />;
  if (data.total === 0) return <Empty title="No conflict">Nothing in the inventories in use contradicts itself.</Empty>;
  return (
    <>
      <p className={styles["count"]}>
        {data.conflicts.length < data.total ? `the first ${formatCount(data.conflicts.length)} of ` : ""}
        {formatCount(data.total)}
      </p>
      <ul className={styles["found"]}>
        {data.conflicts.map((one) => (
          <li key={one.id} className={styles["conflict"]}>
            <Tag tone="warn">{one.kind}</Tag> <Safe text={one.text} />
            <span className={styles["under"]}>
              {one.entities.map((entity) => (
                <Link key={entity.id} to="/data" search={{ view: "entities", entity: entity.id }}>
                  <Safe text={entity.label} />
                </Link>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
