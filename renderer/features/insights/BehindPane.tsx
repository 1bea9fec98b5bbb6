import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import clsx from "clsx";
import { useState } from "react";
import type { FigureItem, InsightPeriod } from "../../../shared/contract/insights.ts";
import { verdictKinds } from "../../../shared/domain/verdict.ts";
import { useClient } from "../../state/client-context.ts";
import { figureMeanings } from "../../state/figure-meanings.ts";
import { request } from "../../state/requests.ts";
import { useTime } from "../../state/use-format.ts";
import { Button } from "../../ui/Button.tsx";
import { Scrollable } from "../../ui/Scrollable.tsx";
import { formatCount, formatDuration, plural } from "../../ui/format/number.ts";
import { Safe } from "../../ui/Safe.tsx";
import { Empty, Failure, Skeleton } from "../../ui/States.tsx";
import { Tag } from "../../ui/Tag.tsx";
import type { Choosing, ChosenFigure } from "./chosen-figure.ts";
import { figureTitles, fixedParts } from "./insight-words.ts";
import styles from "./Insights.module.css";

const pageSize = 100;
const most = 1000;

function ItemLine({ item }: { readonly item: FigureItem }) {
  const time = useTime();
  const kind = verdictKinds.find(({ key }) => key === item.verdict);
  return (
    <li>
      <Link to="/triage" search={{ show: "all", case: item.anomalyId }}>
        <Safe text={item.label} />
      </Link>
      <span className={styles["line"]}>
        <span className={styles["model"]}>{item.model}</span>
        {kind === undefined ? null : <Tag tone={kind.tone}>{kind.short.toLowerCase()}</Tag>}
        {item.reason === "" ? null : (
          <span>
            <Safe text={item.reason} />
          </span>
        )}
        {item.seconds === null ? null : <b>{formatDuration(item.seconds)}</b>}
        {item.analyst === null ? null : (
          <span>
            <Safe text={item.analyst} />
          </span>
        )}
        {item.at === null ? null : <time title={time.iso(item.at)}>{time.time(item.at, "date-time")}</time>}
      </span>
    </li>
  );
}

function Parts({ chosen, onChoose }: Choosing) {
  const parts = chosen === undefined ? undefined : fixedParts[chosen.figure];
  if (chosen === undefined || (parts === undefined && chosen.part === undefined)) return null;
  return (
    <fieldset className={styles["parts"]}>
      <legend className="visually-hidden">Part of the figure</legend>
      {[{ part: undefined, title: "all" }, ...(parts ?? [])].map(({ part, title }) => (
        <button
          key={title}
          type="button"
          aria-pressed={part === chosen.part}
          className={clsx(styles["chip"], part === chosen.part && styles["on"])}
          onClick={() => onChoose({ ...chosen, part })}
        >
          {title}
        </button>
      ))}
    </fieldset>
  );
}

function Items({
  period,
  model,
  chosen,
}: {
  readonly period: InsightPeriod;
  readonly model: string | undefined;
  readonly chosen: ChosenFigure;
}) {
  const client = useClient();
  const [limit, setLimit] = useState(pageSize);
  const { figure, of = model, part } = chosen;
  const { data, error, refetch } = useQuery({
    ...request(client, "insights.behind", { period, model: of, figure, part, limit }),
    placeholderData: keepPreviousData,
  });
  if (error !== null) return <Failure title="The decisions could not be read" error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton lines={12} label="Reading the decisions" />;
  if (data.total === 0) return <Empty title="None">Nothing of this figure lies in the chosen time.</Empty>;
  const { items, total } = data;
  return (
    <>
      <p className={styles["quiet"]}>{plural(total, "case")}, newest first</p>
      <ol className={styles["items"]}>
        {items.map((item) => (
          <ItemLine key={`${item.decision ?? ""} ${item.anomalyId}`} item={item} />
        ))}
      </ol>
      {items.length < total && limit < most ? (
        <Button onClick={() => setLimit(Math.min(most, limit + pageSize))}>{`Show more of ${formatCount(total)}`}</Button>
      ) : null}
      {items.length < total && limit >= most ? (
        <p className={styles["quiet"]}>
          The first {formatCount(most)} are shown; <code>quarry insights --behind {figure}</code> lists them all.
        </p>
      ) : null}
    </>
  );
}

/** The cases that the chosen figure counts, each with the way to it. */
export function BehindPane({
  period,
  model,
  chosen,
  onChoose,
}: Choosing & { readonly period: InsightPeriod; readonly model: string | undefined }) {
  return (
    <Scrollable as="aside" className={styles["behind"]} aria-label="Decisions behind a figure" data-pane="behind">
      {chosen === undefined ? (
        <Empty title="Choose a figure">The decisions it is counted from are listed here, each with the way to its case.</Empty>
      ) : (
        <>
          <h2>
            {figureTitles[chosen.figure]}
            {chosen.of === undefined ? null : <small> of {chosen.of}</small>}
          </h2>
          <p className={styles["quiet"]}>{figureMeanings[chosen.figure]}</p>
          <Parts chosen={chosen} onChoose={onChoose} />
          <Items key={JSON.stringify(chosen)} period={period} model={model} chosen={chosen} />
        </>
      )}
    </Scrollable>
  );
}
