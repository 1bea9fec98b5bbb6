import type { DriftReport } from "../../../shared/contract/drift.ts";
import { askToExport } from "../../state/export-request.ts";
import { useRequest } from "../../state/requests.ts";
import { useTime } from "../../state/use-format.ts";
import { Button } from "../../ui/Button.tsx";
import { plural } from "../../ui/format/number.ts";
import { shortId } from "../../ui/format/text.ts";
import { Mark } from "../../ui/Mark.tsx";
import { Safe } from "../../ui/Safe.tsx";
import { Failure, Notice, Skeleton } from "../../ui/States.tsx";
import { DriftChecks } from "./DriftChecks.tsx";
import { stateWords } from "./drift-words.ts";
import styles from "./Drift.module.css";
import screen from "./Models.module.css";

/** Sources and schema, against those of training: where to look for why something moved. */
function Changes({ report }: { readonly report: DriftReport }) {
  if (report.changes.length === 0) return <p className={screen["quiet"]}>Sources, classes and columns are those of training.</p>;
  return (
    <>
      <p>Changed in the data since training:</p>
      <ul className={styles["changes"]}>
        {report.changes.map(({ text }) => (
          <li key={text}>
            <Safe text={text} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** How the last windows came out, oldest first. */
function Windows({ report }: { readonly report: DriftReport }) {
  const time = useTime();
  if (report.windows.length < 2) return null;
  return (
    <ol className={styles["windows"]} aria-label="Windows judged, oldest first">
      {report.windows.map(({ from, to, state, rows, isComplete }) => (
        <li key={from} title={`${time.range(from, to)}, ${plural(rows, "subject")}${isComplete ? "" : ", not covered from end to end"}`}>
          <span>{time.time(from, "date")}</span>
          <span>
            <Mark tone={stateWords[state].tone} /> {stateWords[state].short}
          </span>
        </li>
      ))}
    </ol>
  );
}

const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;

function Report({ report }: { readonly report: DriftReport }) {
  const time = useTime();
  const { tone, word } = stateWords[report.state];
  const { window, training, warning, settings } = report;
  const raised = report.checks.filter((check) => check.raised).length;
  return (
    <div className={styles["report"]}>
      <p>
        <Mark tone={tone} /> <b>{word}</b>, {raised} of {plural(report.checks.length, "check")} raised. <Safe text={report.because} />
      </p>
      {warning === null ? null : <Notice>{sentence(warning)}</Notice>}
      <p className={screen["quiet"]}>
        {window === null ? "No window" : `Newest window ${time.range(window.from, window.to)}`}; version{" "}
        <code>{shortId(report.version)}</code> was trained on {plural(training.rows, "subject")} of dataset{" "}
        <code>{shortId(report.trainedOn)}</code>, {plural(training.blocks, "stretch", "stretches")} of {training.blockHours} h.
        {settings.length === 0 ? "" : ` The package sets ${settings.join("; ")}.`}
      </p>
      <Windows report={report} />
      <Changes report={report} />
      <DriftChecks report={report} />
    </div>
  );
}

/** Whether what the model scored last is like what it was trained on. */
export function Drift({ model }: { readonly model: string }) {
  const { data, error, refetch } = useRequest("drift.reports", { model });
  const report = data?.[0];
  return (
    <section aria-label="Drift">
      <div className={screen["section"]}>
        <h3>Drift</h3>
        {report === undefined ? null : <Button onClick={() => askToExport({ kind: "drift", model })}>Export…</Button>}
      </div>
      {error !== null ? (
        <Failure title="The drift report could not be read" error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton lines={4} label="Reading the drift report" />
      ) : report === undefined ? (
        <p className={screen["quiet"]}>No run has been compared with training yet. Train a version and score with it.</p>
      ) : (
        <Report report={report} />
      )}
    </section>
  );
}
