import { getRouteApi } from "@tanstack/react-router";
import type { HealthReport } from "../../../../shared/contract/health.ts";
import { useRequest } from "../../../state/requests.ts";
import { useTime } from "../../../state/use-format.ts";
import { Scrollable } from "../../../ui/Scrollable.tsx";
import { plural } from "../../../ui/format/number.ts";
import { Mark } from "../../../ui/Mark.tsx";
import { Empty, Failure, Skeleton } from "../../../ui/States.tsx";
import data from "../Data.module.css";
import { FixList } from "./FixList.tsx";
import styles from "./Health.module.css";
import { countsOf, gravest, toBoard } from "./health-board.ts";
import { HealthDetail } from "./HealthDetail.tsx";
import { HealthMatrix } from "./HealthMatrix.tsx";

const route = getRouteApi("/data");

/** How far the data can be trusted: every metric of every source, what is wrong, and what to mend first. */
export function HealthView() {
  const { data: datasets, error: unlisted, refetch: listAgain } = useRequest("telemetry.datasets", {});
  const isEmpty = datasets?.length === 0;
  const { data: report, error: unmeasured, refetch: measureAgain } = useRequest("health.report", {}, datasets !== undefined && !isEmpty);
  const error = unlisted ?? unmeasured;
  const retry = (): void => void (unlisted === null ? measureAgain() : listAgain());
  const { metric, source } = route.useSearch();
  const results = report?.results.filter((result) => result.day === null) ?? [];
  const chosen =
    results.find((result) => result.metric === metric && result.source === (source ?? null)) ??
    (report === undefined ? undefined : gravest(report));
  return (
    <div className={data["screen"]}>
      <Scrollable className={data["page"]} aria-label="Health of the data" data-pane="data">
        {isEmpty ? <Empty title="Nothing to measure yet">Import telemetry first; its health is measured from then on.</Empty> : null}
        {error === null ? null : <Failure title="The health of the data could not be measured" error={error} onRetry={retry} />}
        {report === undefined && error === null && !isEmpty ? <Skeleton lines={12} label="Measuring the health of the data" /> : null}
        {report === undefined ? null : (
          <>
            <Summary report={report} />
            <HealthMatrix title="Telemetry" rows={toBoard(report).bySource} columns={report.sources} chosen={chosen} />
            <HealthMatrix title="Inventories and identity" rows={toBoard(report).ofEstate} columns={["Everything known"]} chosen={chosen} />
            <FixList />
          </>
        )}
      </Scrollable>
      {report === undefined || chosen === undefined ? null : (
        <HealthDetail key={`${chosen.metric} ${chosen.source ?? ""}`} report={report} result={chosen} />
      )}
    </div>
  );
}

function Summary({ report }: { readonly report: HealthReport }) {
  const time = useTime();
  const counts = countsOf(report);
  return (
    <p className={styles["summary"]}>
      <span>
        <Mark tone="bad" /> {plural(counts.FAIL, "failure")}
      </span>
      <span>
        <Mark tone="warn" /> {plural(counts.WARN, "warning")}
      </span>
      <span>
        <Mark tone="none" /> {counts.INSUFFICIENT} with too little to tell
      </span>
      <span className={styles["as-of"]}>
        ages as of {time.time(report.asOf.at, "moment")}: {report.asOf.because}
      </span>
    </p>
  );
}
