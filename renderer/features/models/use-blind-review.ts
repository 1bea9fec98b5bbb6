import { useNavigate } from "@tanstack/react-router";
import { CancelledError } from "../../../shared/contract/errors.ts";
import type { BlindReview } from "../../../shared/contract/blind-reviews.ts";
import type { ModelVersion } from "../../../shared/contract/models.ts";
import { useClient } from "../../state/client-context.ts";
import { useRunningJobs } from "../../state/jobs.ts";
import { showFailure } from "../../state/messages.ts";
import { useRequest } from "../../state/requests.ts";

interface ReviewHere {
  /** Undefined while it is read, null where none was drawn. */
  readonly review: BlindReview | null | undefined;
  readonly isDrawing: boolean;
  /** Draws the cases where there are none, and goes to the triage desk with them. */
  readonly judge: () => void;
}

/** The blind review of a version beside the present champion. */
export function useBlindReview({ model, id }: Pick<ModelVersion, "model" | "id">): ReviewHere {
  const client = useClient();
  const navigate = useNavigate();
  const { data: review } = useRequest("blindReview.status", { model, version: id });
  const isDrawing = useRunningJobs().some(({ name }) => name === "blindReview.start");
  const judge = (): void => {
    client
      .call("blindReview.start", { model, version: id })
      .then((drawn) => navigate({ to: "/triage", search: { review: drawn.id, show: "open" } }))
      .catch((error: unknown) => {
        if (!(error instanceof CancelledError)) showFailure("No case could be drawn for the review", error);
      });
  };
  return { review, isDrawing, judge };
}
