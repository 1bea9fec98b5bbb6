import { useNavigate } from "@tanstack/react-router";
import type { ModelVersion } from "../../../shared/contract/models.ts";
import { useRequest } from "../../state/requests.ts";
import { Button } from "../../ui/Button.tsx";
import { formatCount } from "../../ui/format/number.ts";
import styles from "./Evaluation.module.css";
import { useBlindReview } from "./use-blind-review.ts";

interface BlindReviewStepProps {
  readonly version: ModelVersion;
  /** Cases of either list that must be decided. */
  readonly needed: number;
}

/** Under line 7 of the gate: where the blind review of the version stands, and the way into it. */
export function BlindReviewStep({ version, needed }: BlindReviewStepProps) {
  const { review, isDrawing, judge } = useBlindReview(version);
  const navigate = useNavigate();
  const info = useRequest("workspace.info", {});
  const isOver = version.stage === "champion" || version.stage === "quarantined" || version.stage === "retired";
  if (review === undefined || (review === null && isOver)) return null;
  const isBlocked = isDrawing || info.data?.readOnly === true;
  const see = (): void => {
    if (review !== null) void navigate({ to: "/models", search: { model: version.model, review: review.id } });
  };
  if (review === null)
    return (
      <div className={styles["step"]}>
        <Button size="small" disabled={isBlocked} onClick={judge}>
          {isDrawing ? "Drawing the cases…" : `Review blind, at least ${formatCount(needed)} cases`}
        </Button>
      </div>
    );
  const { judged, total, state, endedBy, analyst } = review;
  const others = endedBy.filter((name) => name !== analyst);
  return (
    <div className={styles["step"]}>
      {state === "ended" ? (
        <Button size="small" onClick={see}>
          What the review found
        </Button>
      ) : isOver ? null : (
        <Button size="small" disabled={isBlocked} onClick={judge}>
          {judged === 0 ? `Review blind, ${formatCount(total)} cases` : judged < total ? "Go on reviewing blind" : "End the blind review"}
        </Button>
      )}
      <span>
        {state === "ended" ? "You have ended it" : `${formatCount(judged)} of ${formatCount(total)} judged by you`}
        {others.length === 0 ? "" : `; ended by ${others.join(", ")}`}
      </span>
    </div>
  );
}
