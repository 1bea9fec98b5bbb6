import type { Connection } from "../../renderer/state/client/connection.ts";
import { createFakeClient } from "./fake-client.ts";
import { fakeGraphs } from "./fake-widening.ts";

/** Stands in for renderer/state/client/connect.ts when Vite runs with QUARRY_FAKE: `?rows=100000`, `?empty`, `?delay=300`, `?graph=hub`. */
export function connect(): Promise<Connection> {
  const asked = new URLSearchParams(window.location.search);
  const client = createFakeClient({
    rows: Number(asked.get("rows") ?? 40),
    isEmpty: asked.has("empty"),
    graph: fakeGraphs.find((kind) => kind === asked.get("graph")) ?? "small",
    delayMs: Number(asked.get("delay") ?? 0),
    refuses: (id) => asked.has("refuse") && id.endsWith("f3c9d2"),
  });
  return Promise.resolve({ ...client, status: "connected", onStatus: () => () => undefined });
}
