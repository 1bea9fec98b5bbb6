import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useClient } from "../../../state/client-context.ts";
import { request } from "../../../state/requests.ts";

export interface RejectChoice {
  readonly file: string | undefined;
  readonly reason: string | undefined;
  readonly text: string;
}

export const rejectsPerPage = 100;

export const filterOf = (snapshotId: string, { file, reason, text }: RejectChoice) => ({
  snapshotId,
  ...(file === undefined ? {} : { file }),
  ...(reason === undefined ? {} : { reason }),
  ...(text.trim() === "" ? {} : { text: text.trim() }),
});

/** A page of a snapshot's rejects; the page before stays until the next has come. */
export function useRejects(snapshotId: string, choice: RejectChoice, page: number) {
  const asked = { ...filterOf(snapshotId, choice), limit: rejectsPerPage, offset: page * rejectsPerPage };
  return useQuery({ ...request(useClient(), "telemetry.rejects", asked), placeholderData: keepPreviousData });
}
