import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { X } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { CaseDetail } from "../../../../shared/contract/triage.ts";
import { thingOfKey } from "../../../../shared/domain/pivot-things.ts";
import { useRequest } from "../../../state/requests.ts";
import { RecordView } from "../../../state/RecordView.tsx";
import { askSql } from "../../../state/sql-request.ts";
import { setWayBack } from "../../../state/way-back.ts";
import { Button } from "../../../ui/Button.tsx";
import { Choice } from "../../../ui/Choice.tsx";
import { Scrollable } from "../../../ui/Scrollable.tsx";
import { formatCount, plural } from "../../../ui/format/number.ts";
import { ellipsizeMiddle, toSafeText } from "../../../ui/format/text.ts";
import { Empty, Failure, Skeleton } from "../../../ui/States.tsx";
import { keepPlace } from "../kept-place.ts";
import { pivotChoices, pivotEvents, spanTitles } from "./pivot-choices.ts";
import styles from "./Pivot.module.css";
import { PivotGrid } from "./PivotGrid.tsx";
import { changePivot, type Pivot, setPivot, spans, usePivot } from "./pivot-store.ts";
import { useTriage } from "../triage-store.ts";
import { useQuestion } from "./use-question.ts";

const route = getRouteApi("/triage");
const longestChoice = 70;

/** To the console and back: the statement is run there, and the case is as it was when one returns. */
function useConsole(dataset: string): (sql: string) => void {
  const navigate = useNavigate();
  const search = route.useSearch();
  return (sql) => {
    const { cursor, tab } = useTriage.getState();
    const place = { ...search, tab, ...(cursor === undefined ? {} : { case: cursor.anomalyId }) };
    const restore = keepPlace();
    setWayBack({
      to: "the case",
      go: () => {
        restore();
        void navigate({ to: "/triage", search: place });
      },
    });
    askSql({ sql, dataset });
    void navigate({ to: "/data", search: { view: "sql" } });
  };
}

function Result({ sql, dataset, near }: { readonly sql: string; readonly dataset: string; readonly near: number }) {
  const { data, error, refetch } = useRequest("sql.run", { sql, dataset, limit: 1000 });
  const [opened, setOpened] = useState<string>();
  if (error !== null) return <Failure title="The events could not be read" error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton lines={7} label="Reading the events" />;
  const { names, events, total } = pivotEvents(data);
  if (events.length === 0) return <Empty title="No events">Nothing in the data of this case matches within that time.</Empty>;
  return (
    <>
      <output className={styles["total"]}>
        {total > events.length ? `${formatCount(events.length)} nearest of ${formatCount(total)} events` : plural(events.length, "event")}
        <span> · dataset v{data.datasetVersion?.number ?? 0}</span>
      </output>
      <PivotGrid names={names} events={events} near={near} opened={opened} onOpen={setOpened} />
      {opened === undefined ? null : (
        <div className={styles["record"]}>
          <RecordView eventId={opened} onClose={() => setOpened(undefined)} />
        </div>
      )}
    </>
  );
}

function Sheet({ pivot, detail }: { readonly pivot: Pivot; readonly detail: CaseDetail }) {
  const { row } = detail;
  const [isSql, showSql] = useState(false);
  const { data: offer } = useRequest("suppressions.offer", { anomalyId: pivot.anomalyId });
  const choices = pivotChoices(
    pivot.things,
    (offer?.entities ?? []).flatMap((key) => thingOfKey(key) ?? []),
  );
  const choice = choices.find(({ key }) => key === pivot.about) ?? choices[0];
  const question = useQuestion(row, pivot, choice?.things ?? []);
  const openConsole = useConsole(row.dataset);
  return (
    <>
      <div className={styles["tools"]}>
        <h3>Events around</h3>
        <Choice
          label="Of"
          hideLabel
          value={choice?.key ?? ""}
          options={choices.map(({ key, title }) => ({ value: key, label: toSafeText(ellipsizeMiddle(title, longestChoice)) }))}
          onChange={(about) => changePivot({ about })}
        />
        <Choice
          label="Within"
          hideLabel
          value={pivot.span}
          options={spans.map((span) => ({ value: span, label: spanTitles[span] }))}
          onChange={(span) => changePivot({ span })}
        />
        <span className={styles["space"]} />
        <Button size="small" aria-expanded={isSql} onClick={() => showSql(!isSql)}>
          SQL
        </Button>
        <Button
          size="small"
          disabled={question.sql === undefined}
          title="Change the statement in the SQL console"
          onClick={() => openConsole(question.sql ?? "")}
        >
          Console
        </Button>
        <Button size="small" aria-label="Close" title="Close (Esc)" onClick={() => setPivot(undefined)}>
          <X size={14} aria-hidden="true" />
        </Button>
      </div>
      {isSql && question.sql !== undefined ? (
        <Scrollable as="pre" className={styles["sql"]} aria-label="Statement">
          {question.sql}
        </Scrollable>
      ) : null}
      {offer === undefined || question.isReading ? <Skeleton lines={7} label="Reading the events" /> : null}
      {offer !== undefined && !question.isReading && question.sql === undefined ? (
        <Empty title="Nothing to ask for">No kind of event in the data of this case could mention all of that.</Empty>
      ) : null}
      {offer === undefined || question.sql === undefined ? null : (
        <Result key={question.sql} sql={question.sql} dataset={row.dataset} near={question.near} />
      )}
    </>
  );
}

/** Events beside the case, over its lower part: what lies below keeps its place, and Escape goes back to it. */
export function PivotSheet({ anomalyId }: { readonly anomalyId: string }) {
  const pivot = usePivot((s) => (s.pivot?.anomalyId === anomalyId ? s.pivot : undefined));
  const { data: detail } = useRequest("triage.case", { anomalyId }, pivot !== undefined);
  const ref = useRef<HTMLElement>(null);
  const isOpen = pivot !== undefined;
  useEffect(() => {
    if (!isOpen) return;
    const before = document.activeElement;
    ref.current?.focus({ preventScroll: true });
    return () => {
      const isThere = before instanceof HTMLElement && before.isConnected && before !== document.body;
      (isThere ? before : document.querySelector<HTMLElement>("[data-pane=case]"))?.focus({ preventScroll: true });
    };
  }, [isOpen]);
  if (pivot === undefined) return null;
  const press = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    setPivot(undefined);
  };
  return (
    <div className={styles["anchor"]}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape closes it from anywhere within */}
      <section ref={ref} className={styles["sheet"]} aria-label="Events around" tabIndex={-1} data-pane="around" onKeyDown={press}>
        {detail === undefined ? <Skeleton lines={7} label="Reading the case" /> : <Sheet pivot={pivot} detail={detail} />}
      </section>
    </div>
  );
}
