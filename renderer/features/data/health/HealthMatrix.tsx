import { Link } from "@tanstack/react-router";
import clsx from "clsx";
import type { HealthResult } from "../../../../shared/contract/health.ts";
import type { MetricSpec } from "../../../../shared/domain/health.ts";
import { formatCount } from "../../../ui/format/number.ts";
import { Mark } from "../../../ui/Mark.tsx";
import { Safe } from "../../../ui/Safe.tsx";
import data from "../Data.module.css";
import styles from "./Health.module.css";
import { type BoardRow, stateTones, stateWords, valueText } from "./health-board.ts";

interface HealthMatrixProps {
  readonly title: string;
  readonly rows: readonly BoardRow[];
  readonly columns: readonly string[];
  readonly chosen: HealthResult | undefined;
}

/** Metrics down, sources across; each cell a state in shape and word, with its number and what it was counted from. */
export function HealthMatrix({ title, rows, columns, chosen }: HealthMatrixProps) {
  return (
    <section aria-label={title}>
      <div className={data["section"]}>
        <h2>{title}</h2>
      </div>
      <div className={styles["scroll"]}>
        <table className={styles["matrix"]}>
          <thead>
            <tr>
              <th scope="col">Metric</th>
              {columns.map((column) => (
                <th key={column} scope="col">
                  <Safe text={column} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ metric, cells }) => (
              <tr key={metric.name}>
                <th scope="row" title={metric.description}>
                  {metric.title}
                  {metric.kind === "scoring" ? <span className={styles["kind"]}>scores rest on it</span> : null}
                </th>
                {cells.map((cell) => (
                  <td key={cell.source ?? "all"}>
                    <Cell metric={metric} result={cell} isChosen={cell === chosen} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

interface CellProps {
  readonly metric: MetricSpec;
  readonly result: HealthResult;
  readonly isChosen: boolean;
}

function Cell({ metric, result, isChosen }: CellProps) {
  const isSilent = result.state === "NOT_APPLICABLE";
  return (
    <Link
      to="/data"
      search={{ view: "health", metric: metric.name, source: result.source ?? undefined }}
      className={clsx(styles["cell"], styles[stateTones[result.state]], isSilent && styles["silent"])}
      aria-current={isChosen ? "true" : undefined}
      aria-label={`${metric.title}${result.source === null ? "" : ` of ${result.source}`}: ${isSilent ? "does not apply" : stateWords[result.state]} ${valueText(metric, result)}`}
      title={result.reason}
    >
      {isSilent ? null : <Mark tone={stateTones[result.state]} />}
      <span className={styles["state"]}>{stateWords[result.state]}</span>
      <span className={styles["value"]}>{valueText(metric, result)}</span>
      <span className={styles["n"]}>{result.n === null || isSilent ? "" : `n ${formatCount(result.n)}`}</span>
    </Link>
  );
}
