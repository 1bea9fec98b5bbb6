import type { ContextGraph } from "../../../shared/contract/context-graph.ts";
import type { CaseDetail } from "../../../shared/contract/triage.ts";
import { useRequest } from "../../state/requests.ts";
import { useTime } from "../../state/use-format.ts";
import { Card } from "../../ui/Card.tsx";
import { Mark } from "../../ui/Mark.tsx";
import { Safe } from "../../ui/Safe.tsx";
import { Scrollable } from "../../ui/Scrollable.tsx";
import { Failure, Skeleton } from "../../ui/States.tsx";
import { ActivityCard } from "./ActivityCard.tsx";
import { AnswerCard, AnswerText } from "./AnswerCard.tsx";
import { cardsOf, type ContextCard, entriesAround } from "./answers.ts";
import styles from "./Context.module.css";
import { namesIn } from "./entity-names.ts";
import { JudgedCard } from "./JudgedCard.tsx";
import { LineageCard } from "./LineageCard.tsx";
import { moveCursor } from "./triage-store.ts";
import { useOpenEntity } from "./use-entity-page.ts";

/** What stands right beside the case's own events, these in their colours. */
function AroundCard({ graph, card }: { readonly graph: ContextGraph; readonly card: ContextCard }) {
  const time = useTime();
  const entries = entriesAround(graph.timeline);
  const [planned] = card.answers;
  const aside = planned === undefined || entries.length === 0 ? undefined : <AnswerText answer={planned.answer} />;
  return (
    <Card title={card.title}>
      {entries.length === 0 ? (
        <p className={styles["main"]}>
          {planned === undefined ? "unknown because the context holds no dated entry" : <AnswerText answer={planned.answer} />}
        </p>
      ) : (
        <ol className={styles["around"]}>
          {entries.map((entry) => (
            <li key={`${entry.at} ${entry.text}`} className={styles[entry.tone]}>
              <time className="mono" title={time.iso(entry.at)}>
                {time.time(entry.at, "time")} {entry.tone === "usual" ? null : <Mark tone={entry.tone === "evidence" ? "bad" : "warn"} />}
              </time>
              <span title={entry.text}>
                {entry.tone === "usual" ? null : (
                  <span className="visually-hidden">{entry.tone === "evidence" ? "evidence: " : "new: "}</span>
                )}
                <Safe text={entry.text} />
              </span>
            </li>
          ))}
        </ol>
      )}
      {aside === undefined ? null : <p className="visually-hidden">{aside}</p>}
    </Card>
  );
}

function Cards({ graph, detail }: { readonly graph: ContextGraph; readonly detail: CaseDetail | undefined }) {
  const openEntity = useOpenEntity();
  const window = detail?.row.window;
  const ways = {
    names: window === undefined ? new Map<string, string>() : namesIn(graph),
    onOpen: (key: string): void => (window === undefined ? undefined : openEntity(key, window)),
  };
  return (
    <>
      {cardsOf(graph.answers).map((card) => {
        if (card.kind === "around") return <AroundCard key={card.title} graph={graph} card={card} />;
        if (card.kind === "activity") return <ActivityCard key={card.title} activity={graph.activity} />;
        if (card.kind === "judged")
          return (
            <JudgedCard
              key={card.title}
              detail={detail}
              answer={card.answers[0]?.answer}
              onGo={(anomalyId) => moveCursor({ anomalyId, index: -1 })}
            />
          );
        return <AnswerCard key={card.title} title={card.title} answers={card.answers} ways={ways} />;
      })}
      {detail === undefined ? null : <LineageCard detail={detail} />}
    </>
  );
}

/** Who, what, whose, how critical, before and after, judged before, can I trust this: in that order. */
export function ContextCards({ anomalyId }: { readonly anomalyId: string }) {
  const { data, error, refetch } = useRequest("triage.context", { anomalyId });
  const { data: detail, error: caseError } = useRequest("triage.case", { anomalyId });
  if (caseError !== null) return null;
  if (error !== null) return <Failure title="The context could not be read" error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton lines={12} label="Reading the context" />;
  return (
    <Scrollable className={styles["cards"]} aria-label="Context cards" data-pane="context">
      <Cards graph={data} detail={detail} />
    </Scrollable>
  );
}
