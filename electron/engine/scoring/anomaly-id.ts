import { contentId } from "../hash.ts";

/** What a run surfaced is known by the run, the subject's keys by column and its window, in microseconds UTC. */
export const anomalyIdOf = (
  run: string,
  keys: Readonly<Record<string, string>>,
  window: { readonly windowFromUs: number; readonly windowToUs: number },
): string => `a${contentId({ run, keys, window }).slice(0, 24)}`;
