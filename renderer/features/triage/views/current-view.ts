import type { SavedView, ViewFilter } from "../../../../shared/contract/views.ts";
import { toQueueInput } from "../queue-source.ts";
import type { QueueFilter } from "../queue-view.ts";

/** What the queue shows, as it is saved. */
export function toViewFilter(filter: QueueFilter): ViewFilter {
  const { show, health = "any", order = "scored", held = "hide", model, hunt, text = "" } = toQueueInput(filter, 0);
  return {
    show: show ?? "all",
    health,
    order,
    held,
    text,
    ...(model === undefined ? {} : { model }),
    ...(hunt === undefined ? {} : { hunt }),
  };
}

/** A saved filter as a change of the queue's, whatever that was before. */
export const fromViewFilter = ({ show, health, order, held, model, hunt, text }: ViewFilter): QueueFilter => ({
  show,
  health,
  order,
  text,
  model,
  hunt,
  held: held === "hide" ? undefined : "show",
});

const keyOf = (filter: QueueFilter): string =>
  JSON.stringify(Object.entries(toViewFilter(filter)).toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** The view that shows exactly what the queue shows; the default where several do. */
export function currentView(views: readonly SavedView[], filter: QueueFilter): SavedView | undefined {
  const same = views.filter((view) => keyOf(fromViewFilter(view.filter)) === keyOf(filter));
  return same.find(({ isDefault }) => isDefault) ?? same[0];
}
