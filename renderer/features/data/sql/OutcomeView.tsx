import { useEffect, useState } from "react";
import { AppError } from "../../../../shared/contract/errors.ts";
import { Button } from "../../../ui/Button.tsx";
import { Scrollable } from "../../../ui/Scrollable.tsx";
import { formatDuration } from "../../../ui/format/number.ts";
import { Safe } from "../../../ui/Safe.tsx";
import { Empty } from "../../../ui/States.tsx";
import type { Problem } from "./editor-problem.ts";
import { ResultPane } from "./ResultPane.tsx";
import styles from "./Result.module.css";
import type { Outcome } from "./sql-store.ts";

export function problemOf(outcome: Outcome): Problem | undefined {
  if (outcome.kind !== "failed" || !(outcome.error instanceof AppError)) return undefined;
  const { line, column } = outcome.error.detail;
  return line === undefined || column === undefined ? undefined : { line, column };
}

function Running({ since, onCancel }: { readonly since: number; readonly onCancel: () => void }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  return (
    <div className={styles["message"]}>
      <p>
        <b>Running</b> <span aria-hidden="true">{formatDuration(Math.max(0, Math.floor((now - since) / 1000)))}</span>
      </p>
      <Button onClick={onCancel}>Cancel</Button>
    </div>
  );
}

function Failed({ error, onGo }: { readonly error: Error; readonly onGo: (problem: Problem) => void }) {
  const problem = problemOf({ kind: "failed", error });
  const hint = error instanceof AppError ? error.detail.hint : undefined;
  return (
    <div className={styles["message"]} role="alert">
      <p className={styles["failure"]}>
        <span aria-hidden="true">✕ </span>
        <b>The statement did not run</b>
      </p>
      <Scrollable as="pre" className={styles["why"]} aria-label="Why">
        <Safe text={error.message} />
      </Scrollable>
      {hint === undefined ? null : (
        <p>
          <Safe text={hint} />
        </p>
      )}
      {problem === undefined ? null : (
        <Button onClick={() => onGo(problem)}>
          Go to line {problem.line}, column {problem.column}
        </Button>
      )}
    </div>
  );
}

interface OutcomeViewProps {
  readonly outcome: Outcome;
  readonly onCancel: () => void;
  readonly onGo: (problem: Problem) => void;
}

/** What became of the last statement. */
export function OutcomeView({ outcome, onCancel, onGo }: OutcomeViewProps) {
  switch (outcome.kind) {
    case "none":
      return (
        <Empty title="Ask the telemetry">
          The views on the left hold every event of the dataset version. One statement that reads runs at a time; nothing here changes
          anything.
        </Empty>
      );
    case "running":
      return <Running since={outcome.since} onCancel={onCancel} />;
    case "failed":
      return <Failed error={outcome.error} onGo={onGo} />;
    case "cancelled":
      return (
        <div className={styles["message"]}>
          <p>
            <b>Cancelled</b> after {formatDuration(outcome.afterMs / 1000)}. Nothing is left running.
          </p>
        </div>
      );
    case "plan":
      return (
        <Scrollable as="pre" className={styles["plan"]} aria-label="Plan">
          <Safe text={outcome.plan.text} />
        </Scrollable>
      );
    case "rows":
      return <ResultPane key={outcome.result.elapsedMs + outcome.sql} result={outcome.result} sql={outcome.sql} />;
  }
}
