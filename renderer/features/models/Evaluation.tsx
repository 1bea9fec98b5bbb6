import type { GateOutcome, Override } from "../../../shared/contract/evaluations.ts";
import type { ModelSummary, ModelVersion } from "../../../shared/contract/models.ts";
import { useRequest } from "../../state/requests.ts";
import { useRunningJobs } from "../../state/jobs.ts";
import { useTime } from "../../state/use-format.ts";
import { Button } from "../../ui/Button.tsx";
import { shortId } from "../../ui/format/text.ts";
import { Safe } from "../../ui/Safe.tsx";
import { Failure, Notice, Skeleton } from "../../ui/States.tsx";
import { BaseRate } from "./BaseRate.tsx";
import { BlindReviewStep } from "./BlindReviewStep.tsx";
import { Entrants } from "./Entrants.tsx";
import { GateTable } from "./GateTable.tsx";
import { summary } from "./gate-words.ts";
import { candidateOf, newestFirst } from "./model-words.ts";
import { Suites } from "./Suites.tsx";
import { useEvaluate } from "./use-evaluate.ts";
import shared from "./Models.module.css";
import styles from "./Evaluation.module.css";

function Overridden({ overrides }: { readonly overrides: readonly Override[] }) {
  const time = useTime();
  if (overrides.length === 0) return null;
  return (
    <ul className={styles["overrides"]} aria-label="Overrides">
      {overrides.map(({ version, at, by, reason, lines }) => (
        <li key={`${version} ${at}`}>
          <b>Overridden</b> <code>{shortId(version)}</code> by <Safe text={by} />, {time.time(at, "date-time")},{" "}
          {lines.length === 0
            ? "without an evaluation"
            : `past ${lines.length === 1 ? "line" : "lines"} ${lines.map(({ line }) => line).join(", ")}`}
          : <Safe text={reason} />
        </li>
      ))}
    </ul>
  );
}

function Outcome({ gate, version }: { readonly gate: GateOutcome; readonly version: ModelVersion }) {
  const time = useTime();
  const { evaluation, stale, lines, passes, trainers } = gate;
  if (evaluation === null)
    return <Notice tone="neutral">This version has not been evaluated. Until it is, only an override promotes it.</Notice>;
  const { report } = evaluation;
  const trained = trainers.length === 0 ? "Who trained it is not recorded." : `Trained by ${trainers.join(", ")}.`;
  return (
    <>
      {stale === null ? null : <Notice>{stale} Evaluate it again before it is promoted.</Notice>}
      <p className={styles["quiet"]}>
        {passes ? "The gate lets it pass." : `The gate does not let it pass: ${summary(lines)}.`} Evaluated by <Safe text={evaluation.by} />{" "}
        {time.time(evaluation.at, "date-time")} beside {report.champion === null ? "no champion" : <code>{shortId(report.champion)}</code>},
        flagged at p ≤ {report.operatingPValue}. <Safe text={trained} />
        {report.changed.length === 0 ? null : ` The package sets ${report.changed.join("; ")}.`}
      </p>
      <GateTable
        lines={lines}
        stepOf={({ line }) => (line === 7 ? <BlindReviewStep version={version} needed={report.settings.review.cases} /> : null)}
      />
      <h4 className={styles["sub"]}>Beside the champion and trivial methods</h4>
      <Entrants report={report} />
      <h4 className={styles["sub"]}>What a day would bring</h4>
      <BaseRate key={evaluation.id} report={report} />
    </>
  );
}

function OfVersion({ version }: { readonly version: ModelVersion }) {
  const { data, error, refetch } = useRequest("models.gate", { model: version.model, version: version.id });
  const info = useRequest("workspace.info", {});
  const evaluate = useEvaluate();
  const isBusy = useRunningJobs().some(({ name }) => name === "models.evaluate");
  const isBlocked = isBusy || info.data?.dataset === null || info.data?.readOnly === true || version.stage === "quarantined";
  if (error !== null) return <Failure title="The evaluation could not be read" error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton lines={10} label="Reading the evaluation" />;
  return (
    <>
      <div className={shared["section"]}>
        <h3>Evaluation</h3>
        <span className={styles["head-end"]}>
          <span>
            of <code>{shortId(version.id)}</code>
          </span>
          <Button disabled={isBlocked} onClick={() => evaluate(version)}>
            {data.evaluation === null ? "Evaluate" : "Evaluate again"}
          </Button>
        </span>
      </div>
      <Overridden overrides={data.overrides} />
      <Outcome gate={data} version={version} />
    </>
  );
}

/** The version that stands before the gate, else the champion, else the newest there was: how it was evaluated and every line of its gate. */
export function Evaluation({ model }: { readonly model: ModelSummary }) {
  const version = candidateOf(model) ?? model.versions.find(({ id }) => id === model.champion) ?? newestFirst(model)[0];
  return (
    <section aria-label="Evaluation" className={styles["evaluation"]}>
      {version === undefined ? null : <OfVersion version={version} />}
      <Suites model={model} />
    </section>
  );
}
