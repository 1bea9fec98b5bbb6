import { useMemo } from "react";
import type { Output } from "../../shared/contract/requests.ts";
import { useRequest } from "./requests.ts";

/** Where an anomaly is: in a hunt, or in a candidate for one. */
export interface HuntPlace {
  readonly kind: "hunt" | "candidate";
  readonly id: string;
  /** The stage of the hunt, or `candidates`. */
  readonly tab: "candidates" | "backlog" | "active" | "closed";
  /** As a chip says it. */
  readonly text: string;
  /** As a queue row says it beside the sign of hunts: the rank of a candidate. */
  readonly mark: string;
  readonly title: string;
}

export type HuntPlaces = ReadonlyMap<string, HuntPlace>;

export function toHuntPlaces({ hunts, candidates }: Output<"hunts.places">): HuntPlaces {
  const places = new Map<string, HuntPlace>();
  for (const { id, rank, anomalyIds } of candidates)
    for (const anomaly of anomalyIds)
      places.set(anomaly, {
        kind: "candidate",
        id,
        tab: "candidates",
        text: `candidate ${rank}`,
        mark: String(rank),
        title: `in candidate hunt ${rank}, with ${anomalyIds.length - 1} more`,
      });
  for (const { id, topic, stage, anomalyIds } of hunts)
    for (const anomaly of anomalyIds)
      places.set(anomaly, { kind: "hunt", id, tab: stage, text: "hunt", mark: "hunt", title: `in the ${stage} hunt: ${topic}` });
  return places;
}

const nowhere: HuntPlaces = new Map();

/** By anomaly id, for what the newest runs surfaced; empty while it is being read. */
export function useHuntPlaces(): HuntPlaces {
  const { data } = useRequest("hunts.places", {});
  return useMemo(() => (data === undefined ? nowhere : toHuntPlaces(data)), [data]);
}
