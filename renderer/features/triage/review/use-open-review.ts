import type { BlindReview } from "../../../../shared/contract/blind-reviews.ts";
import { useRequest } from "../../../state/requests.ts";
import type { QueueFilter } from "../queue-view.ts";

interface OpenReview {
  /** Undefined while it is read, and where there is none of that id. */
  readonly review: BlindReview | undefined;
  readonly error: Error | null;
  readonly isLoading: boolean;
  readonly retry: () => void;
}

/** The blind review that the queue shows, as whoever looks stands to it. */
export function useOpenReview({ review: id }: Pick<QueueFilter, "review">): OpenReview {
  const { data, error, refetch } = useRequest("blindReview.status", { review: id ?? "" });
  return { review: data ?? undefined, error, isLoading: data === undefined && error === null, retry: () => void refetch() };
}
