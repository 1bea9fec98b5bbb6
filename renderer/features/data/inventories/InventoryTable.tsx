import { Link } from "@tanstack/react-router";
import clsx from "clsx";
import type { Inventory } from "../../../../shared/contract/inventories.ts";
import { useRequest } from "../../../state/requests.ts";
import { useTime } from "../../../state/use-format.ts";
import { formatCount, plural } from "../../../ui/format/number.ts";
import { Safe } from "../../../ui/Safe.tsx";
import { Tag } from "../../../ui/Tag.tsx";
import data from "../Data.module.css";
import styles from "./Inventories.module.css";
import { ageText, basisWords, bySource, kindNames } from "./inventory-words.ts";

interface InventoryTableProps {
  readonly inventories: readonly Inventory[];
  readonly chosen: string | undefined;
}

/** Every source once, with the version that is in use. */
export function InventoryTable({ inventories, chosen }: InventoryTableProps) {
  const { data: info } = useRequest("workspace.info", {});
  const time = useTime();
  const newest = info?.dataset?.timeRange?.to;
  return (
    <table className={clsx(data["table"], styles["sources"])}>
      <thead>
        <tr>
          {["Source", "Read as", "Rows", "As of", "Rejected", "Not kept", "Versions"].map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {bySource(inventories).map(({ kind, source, versions, shown }) => {
          const isChosen = versions.some((one) => one.id === chosen);
          return (
            <tr key={`${kind} ${source}`} className={clsx(isChosen && data["on"])} aria-current={isChosen ? "true" : undefined}>
              <th scope="row">
                <Link to="/data" search={{ view: "inventories", inventory: shown.id }}>
                  <Safe text={source} />
                </Link>
                <span className={styles["under"]}>{kindNames[kind]}</span>
              </th>
              <td>
                <Safe text={shown.format} />
                {shown.state === "retired" ? (
                  <span className={styles["under"]}>
                    <Tag tone="warn">retired</Tag>
                  </span>
                ) : null}
              </td>
              <td>
                {formatCount(shown.rows)}
                {shown.leases === null ? null : (
                  <span className={styles["under"]}>
                    {plural(shown.leases.n, "lease")}
                    {shown.leases.conflicts === 0 ? "" : `, ${plural(shown.leases.conflicts, "conflict")}`}
                  </span>
                )}
              </td>
              <td title={basisWords[shown.asOfBasis]}>
                {time.time(shown.asOf, "date-time")}
                <span className={styles["under"]}>{ageText(shown.asOf, newest)}</span>
              </td>
              <td>{shown.rejected === 0 ? "0" : <Tag tone="warn">{formatCount(shown.rejected)}</Tag>}</td>
              <td>
                {shown.dropped.length === 0 ? (
                  <span className={styles["quiet"]}>–</span>
                ) : (
                  <Safe text={shown.dropped.map((one) => one.column).join(", ")} />
                )}
              </td>
              <td>{formatCount(versions.length)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
