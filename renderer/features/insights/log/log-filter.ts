import type { Input } from "../../../../shared/contract/requests.ts";
import type { InsightsSearch } from "../insights-search.ts";

export type LogQuery = Omit<Input<"audit.page">, "limit" | "before">;

const dayUs = 86_400_000_000;
const startOf = (day: string): number => Date.parse(`${day}T00:00:00Z`) * 1000;

/** What is asked of the engine for what the address says. Both days are included. */
export function toLogQuery({ kind, actor, since, until, about, id, text }: InsightsSearch): LogQuery {
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(actor === undefined ? {} : { actor }),
    ...(since === undefined ? {} : { from: startOf(since) }),
    ...(until === undefined ? {} : { to: startOf(until) + dayUs }),
    ...(about === undefined || id === undefined || id === "" ? {} : { about: { type: about, id } }),
    ...(text === undefined || text.trim() === "" ? {} : { text: text.trim() }),
  };
}

export const isFiltered = (query: LogQuery): boolean => Object.keys(query).length > 0;
