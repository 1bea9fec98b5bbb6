import { QueryClient, queryOptions, useQuery } from "@tanstack/react-query";
import type { Client } from "../../shared/contract/client.ts";
import { AppError } from "../../shared/contract/errors.ts";
import type { Input, Output, RequestName } from "../../shared/contract/requests.ts";
import { useClient } from "./client-context.ts";

export type RequestKey<K extends RequestName> = readonly [K, Input<K>];
/** Key that matches every input of a request. */
export const anyInput = (name: RequestName): readonly [RequestName] => [name];

/** What the engine holds, under the key [name, input]. It stays valid until an engine event says otherwise. */
export function request<K extends RequestName>(client: Client, name: K, input: Input<K>) {
  const queryKey: RequestKey<K> = [name, input];
  return queryOptions<Output<K>, Error, Output<K>, RequestKey<K>>({
    queryKey,
    queryFn: ({ signal }) => client.call(name, input, signal),
  });
}

/** What is known of an answer. A failure to read again does not take away what was read: then there is no error here, and the desk says that it is old. */
export interface Answer<K extends RequestName> {
  readonly data: Output<K> | undefined;
  readonly error: Error | null;
  readonly refetch: () => Promise<unknown>;
}

export function useRequest<K extends RequestName>(name: K, input: Input<K>, enabled = true): Answer<K> {
  const { data, error, refetch } = useQuery({ ...request(useClient(), name, input), enabled });
  return { data, error: data === undefined ? error : null, refetch };
}

/**
 * Asks again for what is on the screen. Queue pages out of sight are forgotten instead: they are pieces of one list, and a
 * piece read before a change does not fit one read after it.
 */
export async function outdate(queries: QueryClient, name: RequestName): Promise<void> {
  if (name === "triage.queue") queries.removeQueries({ queryKey: anyInput(name), type: "inactive" });
  await queries.invalidateQueries({ queryKey: anyInput(name) });
}

/** Failures that a second try cannot change are shown at once. */
const isPassing = (error: Error): boolean =>
  error instanceof AppError && (error.code === "engine-gone" || error.code === "workspace-locked");

/** Cases are gone through by the hundred and seldom looked at again: kept as long as the pieces of the queue, they would be most of what the page holds. */
const keptShort = ["triage.case", "triage.context"] as const;

export function createQueryClient(): QueryClient {
  const queries = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 5 * 60_000,
        retry: (failures, error) => failures < 3 && isPassing(error),
        retryDelay: (failures) => 250 * 2 ** failures,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        networkMode: "always",
      },
      mutations: { networkMode: "always" },
    },
  });
  for (const name of keptShort) queries.setQueryDefaults(anyInput(name), { gcTime: 60_000 });
  return queries;
}
