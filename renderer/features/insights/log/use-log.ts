import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useClient } from "../../../state/client-context.ts";
import type { LogQuery } from "./log-filter.ts";

const pageSize = 200;

/** The entries that match, newest first; further ones are read as the list is scrolled. */
export function useLog(query: LogQuery) {
  const client = useClient();
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ["audit.page", query, "pages"],
    queryFn: ({ pageParam, signal }) =>
      client.call("audit.page", { ...query, limit: pageSize, ...(pageParam === 0 ? {} : { before: pageParam }) }, signal),
    initialPageParam: 0,
    getNextPageParam: ({ decisions }) => (decisions.length < pageSize ? undefined : decisions.at(-1)?.seq),
    placeholderData: keepPreviousData,
  });
  return {
    entries: data?.pages.flatMap(({ decisions }) => decisions),
    total: data?.pages[0]?.total ?? 0,
    error,
    retry: () => void refetch(),
    more: () => {
      if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
    },
  };
}
