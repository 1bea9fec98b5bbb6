import { Link } from "@tanstack/react-router";
import { auditTargets, type LogEntry, type LogTarget } from "../../../../shared/contract/audit.ts";
import { useRequest } from "../../../state/requests.ts";
import { useTime } from "../../../state/use-format.ts";
import { Button } from "../../../ui/Button.tsx";
import { Scrollable } from "../../../ui/Scrollable.tsx";
import { formatCount } from "../../../ui/format/number.ts";
import { KeyValues } from "../../../ui/KeyValues.tsx";
import { Safe } from "../../../ui/Safe.tsx";
import { Empty, Failure, Notice, Skeleton } from "../../../ui/States.tsx";
import type { LogFields } from "./LogFilters.tsx";
import styles from "./Log.module.css";

interface PaneProps {
  readonly seq: number | undefined;
  readonly onFilter: (fields: LogFields) => void;
}

/** The page where the desk shows it. */
function TargetLink({ target: { type, id, label } }: { readonly target: LogTarget }) {
  const text = <Safe text={label} />;
  switch (type) {
    case "case":
      return (
        <Link to="/triage" search={{ show: "all", case: id }}>
          {text}
        </Link>
      );
    case "hunt":
      return (
        <Link to="/hunts" search={{ tab: "active", id }}>
          {text}
        </Link>
      );
    case "model":
      return (
        <Link to="/models" search={{ model: id }}>
          {text}
        </Link>
      );
    case "entity":
      return (
        <Link to="/data" search={{ view: "entities", entity: id }}>
          {text}
        </Link>
      );
    case "snapshot":
      return (
        <Link to="/data" search={{ view: "history", snapshot: id }}>
          {text}
        </Link>
      );
    case "dataset":
      return (
        <Link to="/data" search={{ view: "history", dataset: id }}>
          {text}
        </Link>
      );
    case "inventory":
      return (
        <Link to="/data" search={{ view: "inventories", inventory: id }}>
          {text}
        </Link>
      );
  }
}

function About({ entry, onFilter }: { readonly entry: LogEntry } & Pick<PaneProps, "onFilter">) {
  const { about, aboutCount } = entry;
  if (about.length === 0) return null;
  return (
    <section aria-labelledby="entry-about">
      <h3 id="entry-about">About</h3>
      <ul className={styles["about"]}>
        {about.map((target) => {
          const type = auditTargets.find((one) => one === target.type);
          return (
            <li key={`${target.type} ${target.id}`}>
              <span className={styles["quiet"]}>{target.type}</span>
              <TargetLink target={target} />
              {type === undefined ? null : (
                <Button size="small" tone="quiet" onClick={() => onFilter({ about: type, id: target.id })}>
                  Only this
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {aboutCount > about.length ? <p className={styles["quiet"]}>and {formatCount(aboutCount - about.length)} more</p> : null}
    </section>
  );
}

function Entry({ entry, onFilter }: { readonly entry: LogEntry } & Pick<PaneProps, "onFilter">) {
  const time = useTime();
  return (
    <>
      <h2>
        <Safe text={entry.words} />
      </h2>
      {entry.undoneBy === null ? null : (
        <Notice tone="neutral">
          Taken back by entry <code>{entry.undoneBy}</code>; it stays in the log and counts no more.
        </Notice>
      )}
      <KeyValues
        items={[
          { label: "Entry", value: formatCount(entry.seq) },
          { label: "Signed by", value: <Safe text={entry.actor} /> },
          { label: "When", value: <span title={time.iso(entry.at)}>{time.time(entry.at, "full")}</span> },
          { label: "Kind", value: <Safe text={entry.kind} /> },
        ]}
      />
      <About entry={entry} onFilter={onFilter} />
      <section aria-labelledby="entry-body">
        <h3 id="entry-body">As it was signed</h3>
        <Scrollable as="pre" className={styles["body"]}>
          <Safe text={JSON.stringify(entry.body, null, 2)} />
        </Scrollable>
      </section>
      <section aria-labelledby="entry-chain">
        <h3 id="entry-chain">In the chain</h3>
        <dl className={styles["hashes"]}>
          <dt>Id</dt>
          <dd>{entry.id}</dd>
          <dt>Hash</dt>
          <dd>{entry.hash}</dd>
          <dt>Hash of the entry before</dt>
          <dd>{entry.prevHash}</dd>
        </dl>
      </section>
    </>
  );
}

function Read({ seq, onFilter }: PaneProps & { readonly seq: number }) {
  const { data, error, refetch } = useRequest("audit.page", { limit: 1, before: seq + 1 });
  if (error !== null) return <Failure title="The entry could not be read" error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton lines={12} label="Reading the entry" />;
  const [entry] = data.decisions;
  if (entry?.seq !== seq) return <Empty title={`There is no entry ${formatCount(seq)}`}>The log does not hold it, or not any more.</Empty>;
  return <Entry entry={entry} onFilter={onFilter} />;
}

/** One entry: in words, what it is about, and as it was signed and chained. */
export function LogEntryPane({ seq, onFilter }: PaneProps) {
  return (
    <Scrollable as="aside" className={styles["pane"]} aria-label="Entry of the log" data-pane="entry">
      {seq === undefined ? (
        <Empty title="Choose an entry">What was decided is shown here as it was signed, with its place in the chain.</Empty>
      ) : (
        <Read seq={seq} onFilter={onFilter} />
      )}
    </Scrollable>
  );
}
