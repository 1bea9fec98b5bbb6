import { type LayoutInput, layoutGraph, type Point } from "./layout.ts";

export interface LayoutRequest {
  readonly id: number;
  readonly graph: LayoutInput;
  readonly fixed: readonly (readonly [string, Point])[];
}
export interface LayoutReply {
  readonly id: number;
  readonly places: readonly (readonly [string, Point])[];
}

/** Lays graphs out beside the page, one request after the other. Same request, same places. */
addEventListener("message", ({ data }: MessageEvent<LayoutRequest>) => {
  const reply: LayoutReply = { id: data.id, places: [...layoutGraph(data.graph, new Map(data.fixed))] };
  postMessage(reply);
});
