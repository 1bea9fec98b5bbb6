import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Inventory, InventoryDiff } from "../../../../shared/contract/inventories.ts";
import { useRequest } from "../../../state/requests.ts";
import { useTime } from "../../../state/use-format.ts";
import { Button } from "../../../ui/Button.tsx";
import { formatCount, plural } from "../../../ui/format/number.ts";
import { shortId } from "../../../ui/format/text.ts";
import { Safe } from "../../../ui/Safe.tsx";
import { Failure, Skeleton } from "../../../ui/States.tsx";
import { Tag, type Tone } from "../../../ui/Tag.tsx";
import styles from "./Inventories.module.css";

const stateTone: Readonly<Record<Inventory["state"], Tone>> = { current: "ok", superseded: "neutral", retired: "warn" };
const changeTone = { removed: "bad", added: "ok", changed: "accent" } as const;
const shownRows = 100;

type Row = InventoryDiff["rows"][number];

function FieldChange({ row }: { readonly row: Row }) {
  return (
    <ul>
      {row.fields.map(({ field, before, after }) => (
        <li key={field}>
          <span className={styles["field"]}>{field}</span>{" "}
          {before === null ? null : (
            <del>
              <Safe text={before} />
            </del>
          )}
          {before === null || after === null ? null : <span aria-hidden="true"> → </span>}
          {after === null ? null : (
            <ins>
              <Safe text={after} />
            </ins>
          )}
        </li>
      ))}
    </ul>
  );
}

function Diff({ before, after }: { readonly before: Inventory; readonly after: Inventory }) {
  const { data, error, refetch } = useRequest("inventory.diff", { before: before.id, after: after.id, limit: shownRows });
  if (error !== null) return <Failure title="The versions could not be compared" error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton lines={4} label="Comparing the versions" />;
  const total = data.added + data.removed + data.changed;
  return (
    <section aria-label="Differences" className={styles["diff"]}>
      <p>
        {formatCount(data.added)} added, {formatCount(data.removed)} removed, {formatCount(data.changed)} changed (
        {formatCount(data.ownersChanged)} with another owner), {formatCount(data.same)} the same.
      </p>
      <ol>
        {data.rows.map((row, i) => (
          <li key={`${row.change} ${row.key} ${String(i)}`}>
            <Tag tone={changeTone[row.change]}>{row.change}</Tag>{" "}
            <code>
              <Safe text={row.key} />
            </code>
            <FieldChange row={row} />
          </li>
        ))}
      </ol>
      {total > data.rows.length ? (
        <p className={styles["quiet"]}>
          {formatCount(data.rows.length)} of {plural(total, "difference")} shown; <code>quarry inventory diff</code> lists up to 1,000.
        </p>
      ) : null}
    </section>
  );
}

interface HistoryProps {
  readonly versions: readonly Inventory[];
  readonly chosen: Inventory;
}

/** The versions of a source, newest first, and what changed from the one before to the one chosen. */
export function History({ versions, chosen }: HistoryProps) {
  const time = useTime();
  const [isOpen, setOpen] = useState(false);
  const before = versions[versions.indexOf(chosen) + 1];
  return (
    <>
      <ul className={styles["history"]}>
        {versions.map((one) => (
          <li key={one.id}>
            <Link to="/data" search={{ view: "inventories", inventory: one.id }} aria-current={one.id === chosen.id ? "true" : undefined}>
              {time.time(one.asOf, "moment")}
            </Link>
            <Tag tone={stateTone[one.state]}>{one.state}</Tag>
            <span className={styles["quiet"]}>
              {plural(one.rows, "row")}, <code title={one.id}>{shortId(one.id)}</code>
            </span>
          </li>
        ))}
      </ul>
      {before === undefined ? (
        <p className={styles["quiet"]}>No earlier version to compare with.</p>
      ) : (
        <Button size="small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? "Hide the differences" : `Compare with ${time.time(before.asOf, "date-time")}`}
        </Button>
      )}
      {isOpen && before !== undefined ? <Diff before={before} after={chosen} /> : null}
    </>
  );
}
