import { Link, useNavigate } from "@tanstack/react-router";
import clsx from "clsx";
import { useDeferredValue, useState } from "react";
import { type EntityType, entityTypes } from "../../../../shared/contract/entities.ts";
import { useRequest } from "../../../state/requests.ts";
import { Choice } from "../../../ui/Choice.tsx";
import { Scrollable } from "../../../ui/Scrollable.tsx";
import { formatCount, plural } from "../../../ui/format/number.ts";
import { Safe } from "../../../ui/Safe.tsx";
import { Empty, Failure, Skeleton } from "../../../ui/States.tsx";
import { Tag } from "../../../ui/Tag.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import { ConflictList } from "./ConflictList.tsx";
import styles from "./Entities.module.css";

const most = 100;
type Shown = EntityType | "any" | "conflicts";
const shownOptions: readonly { readonly value: Shown; readonly label: string }[] = [
  { value: "any", label: "all types" },
  ...entityTypes.map((type) => ({ value: type, label: `${type}s` })),
  { value: "conflicts", label: "conflicts" },
];

function Found({
  text,
  type,
  chosen,
}: {
  readonly text: string;
  readonly type: EntityType | undefined;
  readonly chosen: string | undefined;
}) {
  const { data, error, refetch } = useRequest("entities.search", { text, limit: most, ...(type === undefined ? {} : { type }) });
  if (error !== null) return <Failure title="The entities could not be read" error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton lines={8} label="Reading the entities" />;
  if (data.entities.length === 0)
    return (
      <Empty title={text === "" ? "No entity yet" : "No entity goes by that"}>
        {text === "" ? "They come from inventories: directory, identity provider, CMDB." : "Enter opens it as a thing of the telemetry."}
      </Empty>
    );
  return (
    <>
      <p className={styles["count"]}>
        {data.entities.length < data.total
          ? `the first ${formatCount(data.entities.length)} of ${formatCount(data.total)}`
          : plural(data.total, "entity", "entities")}
      </p>
      <ul className={styles["found"]}>
        {data.entities.map((one) => (
          <li key={one.id}>
            <Link
              to="/data"
              search={{ view: "entities", entity: one.id }}
              className={clsx(styles["entry"], one.id === chosen && styles["on"])}
              aria-current={one.id === chosen ? "true" : undefined}
            >
              <span className={styles["name"]}>
                <Safe text={one.label} />
                {(one.criticality ?? 0) >= 3 ? <Tag tone="warn">crit {one.criticality}</Tag> : null}
                {one.conflicts > 0 ? <Tag tone="bad">{plural(one.conflicts, "conflict")}</Tag> : null}
              </span>
              <span className={styles["under"]}>
                {one.type} · {plural(one.records, "record")}
                {one.detail === "" ? "" : " · "}
                <Safe text={one.detail} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

/** The way to the pairs of records that only a person can say are one. */
function ReviewLink({ isOn }: { readonly isOn: boolean }) {
  const { data: status } = useRequest("entities.status", {});
  const isCompared = status !== undefined && status.comparedAt !== null;
  return (
    <Link
      to="/data"
      search={{ view: "entities", review: true }}
      className={clsx(styles["entry"], isOn && styles["on"])}
      aria-current={isOn ? "true" : undefined}
    >
      <span className={styles["name"]}>
        Possibly the same
        {isCompared && status.review > 0 ? <Tag tone="warn">{formatCount(status.review)}</Tag> : null}
      </span>
      <span className={styles["under"]}>
        {isCompared ? `${plural(status.review, "pair")} of records for you to decide` : "records that share no identifier, to be compared"}
      </span>
    </Link>
  );
}

/** What the inventories describe, by any of its names. Enter opens what was typed, be it an entity or a thing of the telemetry alone. */
export function EntityList({ chosen, isReview }: { readonly chosen: string | undefined; readonly isReview: boolean }) {
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [shown, setShown] = useState<Shown>("any");
  const wanted = useDeferredValue(text.trim());
  return (
    <Scrollable as="nav" className={styles["list"]} aria-label="Entities" data-pane="entities">
      <search>
        <form
          className={styles["search"]}
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() !== "") void navigate({ to: "/data", search: { view: "entities", entity: text.trim() } });
          }}
        >
          <TextField
            label="Name or identifier"
            hideLabel
            placeholder="name or identifier"
            value={text}
            maxLength={500}
            onChange={(event) => setText(event.target.value)}
          />
          <Choice label="Show" hideLabel value={shown} options={shownOptions} onChange={setShown} />
        </form>
      </search>
      <ReviewLink isOn={isReview} />
      {shown === "conflicts" ? <ConflictList /> : <Found text={wanted} type={shown === "any" ? undefined : shown} chosen={chosen} />}
    </Scrollable>
  );
}
