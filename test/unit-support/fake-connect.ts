import { type Connection, createStatusStore, hearState } from "../../renderer/state/client/connection.ts";
import { createFakeClient, type FakeClient } from "./fake-client.ts";
import { fakeGraphs } from "./fake-widening.ts";

/**
 * Stands in for renderer/state/client/connect.ts when Vite runs with QUARRY_FAKE: `?rows=100000`, `?empty`, `?delay=300`, `?graph=hub`,
 * `?fail=hunts.list,…` or `?fail=all`, `?old=triage.case` for what can be read once only, `?away` for an engine that does not answer,
 * `?silent` for one that is hung, `?stopped` for one that is not started again, `?refuse` for a verdict that cannot be recorded and `?refuse=all` for all, `?read-only`.
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
  return Promise.resolve(asFares(client, asked));
}

const reasons = {
  silent: "it has not answered for 30 s",
  stopped: "it ended 6 times in a row and is not started again by itself; the last time: the engine ended: exit SIGSEGV",
} as const;

/** An engine that is asked to be started again is. */
function asFares(client: FakeClient, asked: URLSearchParams): Connection {
  const status = createStatusStore("connected");
  if (asked.has("away")) status.set("reconnecting");
  else for (const one of ["silent", "stopped"] as const) if (asked.has(one)) status.set(one, reasons[one]);
  client.on("engine.state", (body) => hearState(status, body));
  return {
    ...client,
    get status() {
      return status.current;
    },
    get reason() {
      return status.reason;
    },
    onStatus: status.on,
  };
}
