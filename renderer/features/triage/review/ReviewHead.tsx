import clsx from "clsx";
import { useNavigate } from "@tanstack/react-router";
import { type RefObject, useState } from "react";
import type { BlindReview } from "../../../../shared/contract/blind-reviews.ts";
import { RecordButton } from "../../../state/RecordButton.tsx";
import { useClient } from "../../../state/client-context.ts";
import { announce, showFailure } from "../../../state/messages.ts";
import { Button } from "../../../ui/Button.tsx";
import { formatCount } from "../../../ui/format/number.ts";
import { shortId } from "../../../ui/format/text.ts";
import { ProgressBar } from "../../../ui/ProgressBar.tsx";
import { Failure, Skeleton } from "../../../ui/States.tsx";
import styles from "../Queue.module.css";
import { QueueSearch } from "../QueueSearch.tsx";
import type { QueueFilter } from "../queue-view.ts";
import own from "./Review.module.css";
import { nextWords, progressWords } from "./review-words.ts";
import { useOpenReview } from "./use-open-review.ts";

interface ReviewHeadProps {
  readonly filter: QueueFilter;
  readonly setFilter: (change: Partial<QueueFilter>) => void;
  readonly searchRef: RefObject<HTMLInputElement | null>;
  readonly onLeaveSearch: () => void;
}

function Banner({ review, onLeave }: { readonly review: BlindReview; readonly onLeave: () => void }) {
  const client = useClient();
  const navigate = useNavigate();
  const [isEnding, setEnding] = useState(false);
  const { model, version, judged, total, state } = review;
  const show = (): void => void navigate({ to: "/models", search: { model, review: review.id } });
  const end = (): void => {
    setEnding(true);
    client
      .call("blindReview.end", { review: review.id })
      .then(() => {
        announce("The review is ended.");
        show();
      })
      .catch((error: unknown) => showFailure("The review was not ended", error))
      .finally(() => setEnding(false));
  };
  return (
    <section className={own["banner"]} aria-label="Blind review">
      <div className={own["title"]}>
        <h2>
          Blind review of {model} <code title={version}>{shortId(version)}</code>
        </h2>
        <Button size="small" tone="quiet" onClick={onLeave}>
          Leave
        </Button>
      </div>
      {state === "ended" ? null : (
        <p>
          Score, rank, reasons and version are hidden:{" "}
          {review.champion === null
            ? "knowing them would sway the verdict."
            : "a case was listed by this version, by the champion or by both, and knowing by which would sway the verdict."}{" "}
          Judge it by its evidence. Earlier verdicts on the same case are hidden too.
        </p>
      )}
      <div className={own["progress"]}>
        <ProgressBar wide share={total === 0 ? 1 : judged / total} label={`${judged} of ${total} cases judged`} />
        <span>{progressWords(review)}</span>
      </div>
      <div className={own["next"]}>
        <span>{nextWords(review)}</span>
        {state === "judged" ? (
          <RecordButton size="small" tone="primary" disabled={isEnding} onClick={end}>
            End and see
          </RecordButton>
        ) : null}
        {state === "ended" ? (
          <Button size="small" onClick={show}>
            What it found
          </Button>
        ) : null}
      </div>
    </section>
  );
}

/** In place of the queue's head while a blind review is judged: what is hidden and why, how far it is, and the way out. */
export function ReviewHead({ filter, setFilter, searchRef, onLeaveSearch }: ReviewHeadProps) {
  const { review, error, isLoading, retry } = useOpenReview(filter);
  const leave = (): void => {
    setFilter({ review: undefined, model: undefined, show: "open" });
    announce("You left the review. It goes on where it was when you come back.");
  };
  const open = review === undefined ? 0 : review.total - review.judged;
  return (
    <div className={styles["head"]}>
      {isLoading ? <Skeleton lines={5} label="Reading the review" /> : null}
      {error === null ? null : <Failure title="The review could not be read" error={error} onRetry={retry} />}
      {review === undefined ? null : <Banner review={review} onLeave={leave} />}
      {!isLoading && error === null && review === undefined ? (
        <div className={own["next"]}>
          <span>There is no such review any more.</span>
          <Button size="small" onClick={leave}>
            Back to the queue
          </Button>
        </div>
      ) : null}
      <div className={styles["filters"]}>
        <button
          type="button"
          className={clsx(styles["chip"], filter.show === "open" && styles["on"])}
          aria-pressed={filter.show === "open"}
          onClick={() => setFilter({ show: filter.show === "open" ? "all" : "open" })}
        >
          Open only
        </button>
        <span className={own["left"]}>{review === undefined ? "" : `${formatCount(open)} left`}</span>
        <QueueSearch filter={filter} setFilter={setFilter} searchRef={searchRef} onLeaveSearch={onLeaveSearch} />
      </div>
    </div>
  );
}
