import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { z } from "zod";
import type { QueueFilter } from "./queue-view.ts";

/** What a link to the triage screen carries. A bad value falls back; opening a link never changes anything. */
export const TriageSearch = z.object({
  show: z.enum(["open", "second-look", "disputed", "all"]).catch("all").default("all"),
  health: z.enum(["any", "suppressed"]).catch("any").default("any"),
  order: z.enum(["live", "scored"]).catch("live").default("live"),
  model: z.string().max(100).optional().catch(undefined),
  /** A hunt or candidate whose anomalies alone are shown. */
  hunt: z.string().max(100).optional().catch(undefined),
  /** A blind review whose cases alone are shown. */
  review: z.string().max(100).optional().catch(undefined),
  held: z.literal("show").optional().catch(undefined),
  q: z.string().max(200).catch("").default(""),
  case: z.string().max(200).optional().catch(undefined),
  /** Asked for nothing in particular: then the queue opens with the analyst's default view. */
  home: z.literal(true).optional().catch(undefined),
  tab: z.enum(["graph", "timeline", "evidence", "context"]).optional().catch(undefined),
});
export type TriageSearch = z.infer<typeof TriageSearch>;

const route = getRouteApi("/triage");

export function useQueueFilter(): { readonly filter: QueueFilter; readonly setFilter: (change: Partial<QueueFilter>) => void } {
  const { show, health, order, model, hunt, review, held, q } = route.useSearch();
  const navigate = route.useNavigate();
  return useMemo(() => {
    const filter: QueueFilter = {
      show,
      health,
      order,
      text: q,
      ...(model === undefined ? {} : { model }),
      ...(hunt === undefined ? {} : { hunt }),
      ...(review === undefined ? {} : { review }),
      ...(held === undefined ? {} : { held }),
    };
    const setFilter = (change: Partial<QueueFilter>): void => {
      const next = { ...filter, ...change };
      void navigate({
        search: {
          show: next.show,
          health: next.health,
          order: next.order,
          q: next.text,
          model: next.model,
          hunt: next.hunt,
          review: next.review,
          held: next.held,
        },
        replace: true,
      });
    };
    return { filter, setFilter };
  }, [show, health, order, model, hunt, review, held, q, navigate]);
}

export const useLinkedCase = (): Pick<TriageSearch, "case" | "tab" | "home"> => route.useSearch();
