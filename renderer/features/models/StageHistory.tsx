import { useState } from "react";
import type { StageEvent } from "../../../shared/contract/stages.ts";
import { useRequest } from "../../state/requests.ts";
import { useTime } from "../../state/use-format.ts";
import { Button } from "../../ui/Button.tsx";
import { plural } from "../../ui/format/number.ts";
import { shortId } from "../../ui/format/text.ts";
import { Mark } from "../../ui/Mark.tsx";
import { Safe } from "../../ui/Safe.tsx";
import { Failure, Skeleton } from "../../ui/States.tsx";
import { changeTone, changeWords } from "./stage-words.ts";
import styles from "./Models.module.css";
import own from "./Lifecycle.module.css";

const few = 5;

function Change({ event }: { readonly event: StageEvent }) {
  const time = useTime();
  const { evidence } = event;
  return (
    <li>
      <Mark tone={changeTone(event)} />
      <span className={own["when"]}>
        {time.time(event.at, "full")}, {event.isAutomatic ? "by a rule" : <Safe text={event.actor} />}
      </span>
      <p>
        <b>{changeWords(event)}</b>: <Safe text={event.reason} />
      </p>
      {evidence === null ? null : (
        <p className={own["evidence"]}>
          Rests on {evidence.kind} <code title={evidence.id}>{shortId(evidence.id)}</code>
          {evidence.text === "" ? "" : ": "}
          <Safe text={evidence.text} />
        </p>
      )}
    </li>
  );
}

/** Every change of stage with who decided it, why and on what, the newest first. */
export function StageHistory({ model }: { readonly model: string }) {
  const { data, error, refetch } = useRequest("models.history", { model });
  const [isWhole, setWhole] = useState(false);
  if (error !== null) return <Failure title="The stage history could not be read" error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton lines={4} label="Reading the stage history" />;
  if (data.events.length === 0) return null;
  const rest = data.events.length - few;
  return (
    <section aria-label="Stage history">
      <div className={styles["section"]}>
        <h3>Stage history</h3>
        <span>{plural(data.total, "change")}, each an entry of the decision log</span>
      </div>
      <ol className={own["history"]}>
        {data.events.slice(0, isWhole ? undefined : few).map((event) => (
          <Change key={event.decision} event={event} />
        ))}
      </ol>
      {rest <= 0 || isWhole ? null : (
        <Button size="small" onClick={() => setWhole(true)}>
          Show {plural(rest, "earlier change")}
        </Button>
      )}
    </section>
  );
}
