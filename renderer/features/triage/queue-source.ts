import { type QueryClient, useQueries, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Client } from "../../../shared/contract/client.ts";
import type { Input, Output } from "../../../shared/contract/requests.ts";
import { askToExport } from "../../state/export-request.ts";
import { useClient } from "../../state/client-context.ts";
import { request } from "../../state/requests.ts";
import type { Overlay } from "./decision-journal.ts";
import { createQueueView, type LoadedPage, pageSize, type QueueFilter, type QueueView } from "./queue-view.ts";
import { useTriage } from "./triage-store.ts";

export type QueuePageData = Output<"triage.queue">;

export const toQueueInput = (filter: QueueFilter, page: number): Input<"triage.queue"> => ({
  limit: pageSize,
  offset: page * pageSize,
  show: filter.show,
  health: filter.health,
  order: filter.order,
  held: filter.held ?? "hide",
  text: filter.text,
  ...(filter.model === undefined ? {} : { model: filter.model }),
  ...(filter.hunt === undefined ? {} : { hunt: filter.hunt }),
  ...(filter.review === undefined ? {} : { review: filter.review }),
});

export const queuePage = (client: Client, filter: QueueFilter, page: number) => request(client, "triage.queue", toQueueInput(filter, page));

/** Asks what of the shown queue is to be exported. */
export const exportQueue = ({ model, hunt, show, health, text }: QueueFilter): void =>
  askToExport({ kind: "queue", model, hunt, show: show === "open" ? show : "all", health, text });

const field = (input: unknown, name: string): unknown =>
  typeof input === "object" && input !== null ? Object.getOwnPropertyDescriptor(input, name)?.value : undefined;

/** Offset of a cached page, when it belongs to this filter. */
function offsetOf(input: unknown, filter: QueueFilter): number | undefined {
  const offset = field(input, "offset");
  const isOurs =
    field(input, "show") === filter.show &&
    field(input, "health") === filter.health &&
    field(input, "order") === filter.order &&
    field(input, "held") === (filter.held ?? "hide") &&
    field(input, "text") === filter.text &&
    field(input, "model") === filter.model &&
    field(input, "hunt") === filter.hunt &&
    field(input, "review") === filter.review &&
    field(input, "limit") === pageSize;
  return isOurs && typeof offset === "number" ? offset : undefined;
}

function readPages(queries: QueryClient, filter: QueueFilter): { pages: LoadedPage[]; first: QueuePageData | undefined } {
  const pages: LoadedPage[] = [];
  let first: QueuePageData | undefined;
  for (const [key, data] of queries.getQueriesData<QueuePageData>({ queryKey: ["triage.queue"] })) {
    const offset = offsetOf(key[1], filter);
    if (data === undefined || offset === undefined) continue;
    pages.push({ offset, rows: data.rows });
    if (offset === 0) first = data;
  }
  return { pages, first };
}

/** The queue as shown right now, for commands that cannot wait for a render. */
export function readQueueView(queries: QueryClient, filter: QueueFilter, overlay: Overlay): QueueView {
  const { pages, first } = readPages(queries, filter);
  return createQueueView(first?.total ?? 0, pages, filter, overlay);
}

export interface Queue {
  readonly view: QueueView;
  readonly first: QueuePageData | undefined;
  readonly error: Error | null;
  readonly isLoading: boolean;
  readonly isOld: boolean;
  readonly retry: () => void;
}

/** Follows the pages that are in sight. */
export function useQueue(filter: QueueFilter, wantedPages: readonly number[]): Queue {
  const client = useClient();
  const queries = useQueryClient();
  const overlay = useTriage((s) => s.overlay);
  const wanted = [...new Set([0, ...wantedPages])].sort((a, b) => a - b);
  const results = useQueries({ queries: wanted.map((page) => queuePage(client, filter, page)) });
  const stamp = results.map((r) => r.dataUpdatedAt).join(" ");
  const { view, first } = useMemo(() => {
    const read = readPages(queries, filter);
    return { view: createQueueView(read.first?.total ?? 0, read.pages, filter, overlay), first: read.first };
    // oxlint-disable-next-line react/exhaustive-deps -- the cache is read anew when a page in sight changes
  }, [queries, filter, overlay, stamp]);
  const failed = results.find((r) => r.error !== null);
  return {
    view,
    first,
    error: failed?.error ?? null,
    isLoading: first === undefined,
    isOld: failed !== undefined && first !== undefined,
    retry: () => {
      for (const result of results) if (result.isError) void result.refetch();
    },
  };
}
