import type { Connection } from "../../renderer/state/client/connection.ts";
import { createFakeClient } from "./fake-client.ts";
import { fakeGraphs } from "./fake-widening.ts";

/**
 * Stands in for renderer/state/client/connect.ts when Vite runs with QUARRY_FAKE: `?rows=100000`, `?empty`, `?delay=300`, `?graph=hub`,
 * `?fail=hunts.list,…` or `?fail=all`, `?old=triage.case` for what can be read once only, `?away` for an engine that does not answer,
 * `?stopped` for one that is not started again, `?refuse` for a verdict that cannot be recorded and `?refuse=all` for all, `?read-only`.
 */
/** What the desk itself asks, whatever is on it. */
const always = new Set(["workspace.info", "preferences.read", "preferences.write", "jobs.list", "engine.info", "scoring.runs"]);

export function connect(): Promise<Connection> {
  const asked = new URLSearchParams(window.location.search);
  const listed = (name: string): readonly string[] => asked.get(name)?.split(",") ?? [];
  const client = createFakeClient({
    rows: Number(asked.get("rows") ?? 40),
    isEmpty: asked.has("empty"),
    graph: fakeGraphs.find((kind) => kind === asked.get("graph")) ?? "small",
    delayMs: Number(asked.get("delay") ?? 0),
    fails: (name, nth) =>
      (listed("fail").includes("all") && !always.has(name)) || listed("fail").includes(name) || (listed("old").includes(name) && nth > 1),
    hasReviews: asked.has("reviews"),
    refuses: (id) => asked.get("refuse") === "all" || (asked.has("refuse") && id.endsWith("f3c9d2")),
    isReadOnly: asked.has("read-only"),
  });
  const status = asked.has("away") ? "reconnecting" : asked.has("stopped") ? "stopped" : "connected";
  const reason = "it ended 6 times in a row and is not started again by itself; the last time: the engine ended: exit SIGSEGV";
  return Promise.resolve({ ...client, status, reason, onStatus: () => () => undefined });
}
