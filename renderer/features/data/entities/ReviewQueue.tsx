import { useState } from "react";
import type { EntityReviewItem } from "../../../../shared/contract/entities.ts";
import { useSteps } from "../../../commands/use-steps.ts";
import { useClient } from "../../../state/client-context.ts";
import { announce, showFailure } from "../../../state/messages.ts";
import { useRequest } from "../../../state/requests.ts";
import { useLastStep } from "../../../state/take-step.ts";
import { Button } from "../../../ui/Button.tsx";
import { formatCount, plural } from "../../../ui/format/number.ts";
import { Safe } from "../../../ui/Safe.tsx";
import { Empty, Failure, Skeleton } from "../../../ui/States.tsx";
import { Tag } from "../../../ui/Tag.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import styles from "./Review.module.css";
import { ReviewPair } from "./ReviewPair.tsx";

const most = 100;

interface Decided {
  readonly decision: string;
  readonly text: string;
}

function Decide({
  item,
  isReadOnly,
  onDecided,
}: {
  readonly item: EntityReviewItem;
  readonly isReadOnly: boolean;
  readonly onDecided: (made: Decided) => void;
}) {
  const client = useClient();
  const [why, setWhy] = useState("");
  const [isBusy, setBusy] = useState(false);
  const decide = (op: "must-link" | "cannot-link"): void => {
    setBusy(true);
    const text = `${item.a.label} (${item.a.source}) and ${item.b.label} (${item.b.source}) are ${op === "must-link" ? "one" : "not one"}`;
    client
      .call("entities.override", { change: { op, a: item.a.record, b: item.b.record, why: why.trim() } })
      .then(({ decision }) => {
        announce(`Decided: ${text}.`);
        onDecided({ decision, text });
        return undefined;
      })
      .catch((error: unknown) => {
        setBusy(false);
        showFailure("Nothing was decided", error);
      });
  };
  const isReady = !isReadOnly && !isBusy && why.trim() !== "";
  return (
    <form
      className={styles["decide"]}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) decide("must-link");
      }}
    >
      <TextField label="Because" value={why} maxLength={2000} onChange={(event) => setWhy(event.target.value)} />
      <Button type="submit" tone="primary" disabled={!isReady}>
        They are one
      </Button>
      <Button disabled={!isReady} onClick={() => decide("cannot-link")}>
        They are not
      </Button>
    </form>
  );
}

/** Its place is kept before there is one, so that the form does not move under the hand. */
function Last({ made, isReadOnly }: { readonly made: Decided | undefined; readonly isReadOnly: boolean }) {
  const step = useSteps();
  if (made === undefined) return <p className={styles["last"]}>Every decision is recorded and can be taken back.</p>;
  return (
    <p className={styles["last"]}>
      <span>
        Decided last: <Safe text={made.text} />
      </span>
      <Button size="small" tone="quiet" disabled={isReadOnly} onClick={() => void step("decisions.undo", made.decision)}>
        Take back
      </Button>
    </p>
  );
}

/** Pairs of records that comparing them could not settle, one after the other, the likeliest first. */
export function ReviewQueue() {
  const { data, error, refetch } = useRequest("entities.review", { limit: most });
  const { data: info } = useRequest("workspace.info", {});
  const [at, setAt] = useState(0);
  const [last, setLast] = useState<Decided>();
  const undone = useLastStep((s) => s.undone);
  if (error !== null) return <Failure title="The records could not be compared" error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton lines={8} label="Comparing the records" />;
  const isReadOnly = info?.readOnly !== false;
  const place = Math.min(at, Math.max(0, data.items.length - 1));
  const item = data.items[place];
  const told = <Last made={last?.decision === undone ? undefined : last} isReadOnly={isReadOnly} />;
  if (item === undefined)
    return (
      <>
        {last === undefined ? null : told}
        <Empty title="Nothing to review">
          {data.joined === 0 ? "No records" : plural(data.joined, "record")} of different sources {data.joined === 1 ? "was" : "were"}{" "}
          joined by what they say; no other pair is likely enough to ask about.
        </Empty>
      </>
    );
  return (
    <>
      <header className={styles["head"]}>
        <h2>Are these one {item.type}?</h2>
        <Tag>
          {formatCount(place + 1)} of {formatCount(data.total)}
        </Tag>
        <Button size="small" tone="quiet" disabled={place === 0} onClick={() => setAt(place - 1)}>
          ← before
        </Button>
        <Button size="small" tone="quiet" disabled={place + 1 >= data.items.length} onClick={() => setAt(place + 1)}>
          later →
        </Button>
      </header>
      <p>Asked because {item.doubt}.</p>
      {told}
      <Decide key={`${item.a.record} ${item.b.record}`} item={item} isReadOnly={isReadOnly} onDecided={setLast} />
      <ReviewPair item={item} />
    </>
  );
}
