import type { Answer } from "../../../shared/contract/context-graph.ts";
import type { CaseDetail } from "../../../shared/contract/triage.ts";
import { verdictKind } from "../../../shared/domain/verdict.ts";
import { useTime } from "../../state/use-format.ts";
import { Card } from "../../ui/Card.tsx";
import { Safe } from "../../ui/Safe.tsx";
import styles from "./Context.module.css";
import { isVerdictKey } from "./decisions.ts";
import { VerdictTag } from "./QueueRowView.tsx";

interface JudgedCardProps {
  readonly detail: CaseDetail | undefined;
  readonly answer: Answer | undefined;
  readonly onGo: (anomalyId: string) => void;
}

const most = 4;

/** What the verdict says beside its word, as far as it says more than the word implies. */
function said(state: CaseDetail["history"][number]): string[] {
  const implied = isVerdictKey(state.verdict) ? verdictKind(state.verdict).anomalyValid : undefined;
  return [
    state.reason,
    state.valid === implied ? "" : `unusual: ${state.valid}`,
    state.confidence === null ? "" : `confidence ${state.confidence}`,
    state.techniques.join(", "),
    state.duplicateOf === null ? "" : `original: ${state.duplicateOf.label}`,
  ].filter((words) => words !== "");
}

/** This case's own verdicts, then those on the same subject or its entities. */
export function JudgedCard({ detail, answer, onGo }: JudgedCardProps) {
  const time = useTime();
  const own = (detail?.history ?? []).toReversed().slice(0, 2);
  const prior = (detail?.prior ?? []).slice(0, most - own.length);
  if (own.length + prior.length === 0)
    return (
      <Card title="Judged before">
        <p className={styles["quiet"]}>{detail === undefined ? "…" : (answer?.value ?? "never surfaced and judged before")}</p>
      </Card>
    );
  return (
    <Card title="Judged before">
      <ul className={styles["judged"]}>
        {own.map((state) => (
          <li key={state.decision}>
            <span>this case</span>
            <span className={state.undone ? styles["undone"] : undefined}>
              <VerdictTag verdict={state.verdict} /> {state.undone ? "undone, " : ""}
              {time.time(state.at, "moment")}, <Safe text={state.analyst} />
              {said(state).map((words) => (
                <span key={words}>
                  {" · "}
                  <Safe text={words} />
                </span>
              ))}
            </span>
          </li>
        ))}
        {prior.map((p) => (
          <li key={`${p.anomalyId} ${p.at}`}>
            <button type="button" className={styles["go"]} title={p.label} onClick={() => onGo(p.anomalyId)}>
              <Safe text={p.label} />
            </button>
            <span>
              <VerdictTag verdict={p.verdict} /> {time.time(p.at, "date")}, <Safe text={p.analyst} />
              {p.same === "entity" ? " · same entity" : ""}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
