import { getRouteApi } from "@tanstack/react-router";
import clsx from "clsx";
import { type InsightPeriod, insightPeriods, type InsightReport } from "../../../shared/contract/insights.ts";
import { useRequest } from "../../state/requests.ts";
import { Choice } from "../../ui/Choice.tsx";
import { Scrollable } from "../../ui/Scrollable.tsx";
import { formatCount, plural } from "../../ui/format/number.ts";
import { Empty, Failure, Skeleton } from "../../ui/States.tsx";
import { BehindPane } from "./BehindPane.tsx";
import { Figures } from "./Figures.tsx";
import { periodTitles } from "./insight-words.ts";
import styles from "./Insights.module.css";
import type { ChosenFigure } from "./chosen-figure.ts";

const route = getRouteApi("/insights");

function Periods({ period, onPeriod }: { readonly period: InsightPeriod; readonly onPeriod: (period: InsightPeriod) => void }) {
  return (
    <fieldset className={styles["periods"]}>
      <legend className="visually-hidden">Decisions of the last</legend>
      {insightPeriods.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === period}
          className={clsx(styles["chip"], one === period && styles["on"])}
          onClick={() => onPeriod(one)}
        >
          {periodTitles[one]}
        </button>
      ))}
    </fieldset>
  );
}

function ModelChoice({ model, onModel }: { readonly model: string | undefined; readonly onModel: (model: string | undefined) => void }) {
  const { data } = useRequest("models.list", {});
  const names = [...new Set([...(data?.map(({ name }) => name) ?? []), ...(model === undefined ? [] : [model])])];
  return (
    <Choice
      label="Model"
      value={model ?? ""}
      options={[{ value: "", label: "all models" }, ...names.map((name) => ({ value: name, label: name }))]}
      onChange={(value) => onModel(value === "" ? undefined : value)}
    />
  );
}

/** What the figures were computed from. */
function Source({ log }: Pick<InsightReport, "log">) {
  return (
    <p className={styles["source"]} title={`The log's head is ${log.head}`}>
      {plural(log.standing, "verdict decision")} of the period, {formatCount(log.undone)} more undone and not counted; computed from a
      decision log of {plural(log.entries, "entry", "entries")}
    </p>
  );
}

/** Figures on the left, the decisions behind the chosen one on the right. */
export function FiguresView() {
  const { period, model, figure, of, part } = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error, refetch } = useRequest("insights.report", { period, model });
  const chosen: ChosenFigure | undefined = figure === undefined ? undefined : { figure, of, part };
  const choose = (next: ChosenFigure): void => void navigate({ search: { view: "figures", period, model, ...next }, replace: true });
  return (
    <div className={styles["screen"]}>
      <Scrollable className={styles["page"]} aria-label="Figures" data-pane="figures">
        <header className={styles["head"]}>
          <Periods
            period={period}
            onPeriod={(next) => void navigate({ search: { view: "figures", period: next, model, figure, of, part }, replace: true })}
          />
          <ModelChoice
            model={model}
            onModel={(next) => void navigate({ search: { view: "figures", period, model: next }, replace: true })}
          />
          {data === undefined ? null : <Source log={data.log} />}
        </header>
        {error !== null ? (
          <Failure title="The figures could not be computed" error={error} onRetry={() => void refetch()} />
        ) : data === undefined ? (
          <Skeleton lines={16} label="Computing the figures" />
        ) : data.log.entries === 0 ? (
          <Empty title="Nothing was decided yet">Judge cases in Triage; every figure here is computed from those decisions.</Empty>
        ) : (
          <Figures report={data} chosen={chosen} onChoose={choose} />
        )}
      </Scrollable>
      <BehindPane period={period} model={model} chosen={chosen} onChoose={choose} />
    </div>
  );
}
