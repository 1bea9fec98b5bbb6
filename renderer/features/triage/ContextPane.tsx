import type { Answer, CaseDetail, ContextGraph } from "../../../shared/contract/triage.ts";
import { useRequest } from "../../state/requests.ts";
import { useTime } from "../../state/use-format.ts";
import { Card } from "../../ui/Card.tsx";
import { Safe } from "../../ui/Safe.tsx";
import { Failure, Skeleton } from "../../ui/States.tsx";
import { ActivityCard } from "./ActivityCard.tsx";
import { cardsOf } from "./answers.ts";
import styles from "./Context.module.css";
import { JudgedCard } from "./JudgedCard.tsx";
import { LineageCard } from "./LineageCard.tsx";
import { moveCursor } from "./triage-store.ts";

/** A value, or why there is none; never a blank. */
function AnswerText({ answer }: { readonly answer: Answer }) {
  if (answer.value === null)
    return (
      <span className={styles["unknown"]}>
        unknown because <Safe text={answer.unknownBecause ?? "nothing was recorded"} />
      </span>
    );
  return <Safe text={answer.value} />;
}

function AnswerBlock({ answer, isAlone }: { readonly answer: Answer; readonly isAlone: boolean }) {
  return (
    <>
      <p className={isAlone ? styles["main"] : styles["pair"]} title={answer.question}>
        {isAlone ? null : <span className={styles["asked"]}>{answer.question}</span>}
        <AnswerText answer={answer} />
      </p>
      {answer.detail.length === 0 ? null : (
        <dl className={styles["facts"]}>
          {answer.detail.map((fact) => (
            <div key={`${fact.label} ${fact.value}`}>
              <dt>
                <Safe text={fact.label} />
              </dt>
              <dd>
                <Safe text={fact.value} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

/** Half an hour to either side, the case's own events in their colours. */
function AroundCard({ graph, answer }: { readonly graph: ContextGraph; readonly answer: Answer | undefined }) {
  const time = useTime();
  const entries = graph.timeline.slice(0, 6);
  return (
    <Card title="Just before and after">
      {entries.length > 0 ? (
        <ol className={styles["around"]}>
          {entries.map((entry) => (
            <li key={`${entry.at} ${entry.text}`} className={styles[entry.tone]}>
              <time className="mono" title={time.iso(entry.at)}>
                {time.time(entry.at, "time")}
              </time>
              <span title={entry.text}>
                <Safe text={entry.text} />
              </span>
            </li>
          ))}
        </ol>
      ) : answer === undefined ? (
        <p className={styles["unknown"]}>no dated entry in this context</p>
      ) : (
        <AnswerBlock answer={answer} isAlone />
      )}
    </Card>
  );
}

function Cards({ graph, detail }: { readonly graph: ContextGraph; readonly detail: CaseDetail | undefined }) {
  const { cards, byId } = cardsOf(graph.answers);
  return (
    <>
      {cards.map((card) => {
        if (card.kind === "around") return <AroundCard key={card.title} graph={graph} answer={byId.get("around")} />;
        if (card.kind === "activity") return <ActivityCard key={card.title} activity={graph.activity} />;
        if (card.kind === "judged")
          return (
            <JudgedCard
              key={card.title}
              detail={detail}
              answer={byId.get("judged")}
              onGo={(anomalyId) => moveCursor({ anomalyId, index: -1 })}
            />
          );
        return (
          <Card key={card.title} title={card.title}>
            {card.answers.map((answer) => (
              <AnswerBlock key={answer.id} answer={answer} isAlone={card.answers.length === 1} />
            ))}
          </Card>
        );
      })}
      {detail === undefined ? null : <LineageCard detail={detail} />}
    </>
  );
}

/** Who, what, whose, how critical, before and after, judged before, can I trust this: in that order. */
export function ContextCards({ anomalyId }: { readonly anomalyId: string }) {
  const { data, error, refetch } = useRequest("triage.context", { anomalyId });
  const { data: detail } = useRequest("triage.case", { anomalyId });
  if (error !== null) return <Failure title="The context could not be read" error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton lines={12} label="Reading the context" />;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls by keyboard
    <div className={styles["cards"]} role="region" aria-label="Context" tabIndex={0} data-pane="context">
      <Cards graph={data} detail={detail} />
    </div>
  );
}
