import type { ViewFilter } from "../../shared/contract/views.ts";

/** The part of the triage screen's address that shows what a view shows. */
export const toSearch = ({ show, health, order, held, model, hunt, text }: ViewFilter) => ({
  show,
  health,
  order,
  model,
  hunt,
  held: held === "hide" ? undefined : ("show" as const),
  q: text,
});
