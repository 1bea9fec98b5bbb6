import { QueryClient } from "@tanstack/react-query";
import { beforeEach, describe, expect, test } from "vitest";
import type { Client } from "../../../shared/contract/client.ts";
import { createFakeClient, type FakeClient, type FakeOptions } from "../../../test/unit-support/fake-client.ts";
import { anomalyIdAt } from "../../../test/unit-support/fake-cases.ts";
import { useMessages } from "../../state/messages.ts";
import { createAttention } from "./attention.ts";
import { takeStep } from "../../state/take-step.ts";
import { createDecisions, sayJudged } from "./decisions.ts";
import { queuePage, readQueueView } from "./queue-source.ts";
import { useTriage } from "./triage-store.ts";

const filter = { show: "all", health: "any", order: "live", text: "" } as const;
const [first, second] = [anomalyIdAt(0), anomalyIdAt(1)];

async function setUp(options: FakeOptions = {}) {
  const client: FakeClient = createFakeClient(options);
  const queries = new QueryClient();
  await queries.fetchQuery(queuePage(client, filter, 0));
  const decisions = createDecisions({ client, queries, attention: createAttention(), now: () => 0 });
  const stateOf = (id: string) => {
    const { overlay } = useTriage.getState();
    const view = readQueueView(queries, filter, overlay);
    return overlay.get(id) ?? view.at(view.indexOf(id))?.state ?? null;
  };
  return { client, queries, decisions, stateOf };
}
const settled = (): Promise<void> =>
  new Promise((resolve) => {
    const check = (): void => void (useTriage.getState().journal.length === 0 ? resolve() : setTimeout(check, 2));
    check();
  });

beforeEach(() => {
  useTriage.setState({ journal: [], overlay: new Map(), lastVerdict: undefined });
  useMessages.setState({ toasts: [] });
});

describe("verdicts at the desk", () => {
  test("a verdict shows before the engine has answered and stays after", async () => {
    const { decisions, stateOf } = await setUp({ delayMs: 20 });
    decisions.judge({ anomalyIds: [first], label: "x", verdict: "benign" });
    expect(stateOf(first)?.verdict).toBe("benign");
    await settled();
    expect(stateOf(first)).toMatchObject({ verdict: "benign", analyst: "root" });
  });

  test("where nothing may be decided no verdict is taken, shown or sent", async () => {
    const { client, queries, decisions, stateOf } = await setUp({ isReadOnly: true });
    queries.setQueryData(["workspace.info", {}], await client.call("workspace.info", {}));
    expect(decisions.judge({ anomalyIds: [first], label: "x", verdict: "benign" })).toBe(false);
    expect(stateOf(first)).toBeNull();
    expect(client.calls).not.toContain("triage.judge");
  });

  test("a refused verdict is taken back, said, and can be tried again", async () => {
    let isFull = true;
    const { decisions, stateOf } = await setUp({ refuses: () => isFull });
    decisions.judge({ anomalyIds: [first], label: "WS-117", verdict: "malicious" });
    await settled();
    expect(stateOf(first)).toBeNull();
    const [toast] = useMessages.getState().toasts;
    expect(toast).toMatchObject({ tone: "error", text: "Malicious on WS-117 was not recorded: the disk is full" });
    isFull = false;
    toast?.action?.run();
    await settled();
    expect(stateOf(first)?.verdict).toBe("malicious");
  });

  test("of many refused verdicts none is dropped: one message offers them all, without those judged anew since", async () => {
    let isFull = true;
    const { client, decisions, stateOf } = await setUp({ refuses: () => isFull });
    const ids = Array.from({ length: 7 }, (_, i) => anomalyIdAt(i));
    for (const id of ids) decisions.judge({ anomalyIds: [id], label: `WS-${id.slice(0, 4)}`, verdict: "malicious" });
    await settled();
    const { toasts } = useMessages.getState();
    expect(toasts).toHaveLength(1);
    expect(toasts[0]?.text).toMatch(/^7 verdicts were not recorded, last Malicious on .*: the disk is full$/);
    isFull = false;
    decisions.judge({ anomalyIds: [first], label: "x", verdict: "benign" });
    await settled();
    const [offer] = useMessages.getState().toasts;
    expect(offer?.text).toMatch(/^6 verdicts/);
    offer?.action?.run();
    await settled();
    expect(ids.map((id) => stateOf(id)?.verdict)).toEqual(["benign", ...Array.from({ length: 6 }, () => "malicious")]);
    expect(client.calls.filter((name) => name === "triage.judge")).toHaveLength(14);
  });

  test("decisions reach the engine in the order they were made, and an early failure does not stop the next", async () => {
    const { client, queries, decisions, stateOf } = await setUp({ delayMs: 5, refuses: (id) => id === first });
    decisions.judge({ anomalyIds: [first], label: "x", verdict: "benign" });
    decisions.judge({ anomalyIds: [second], label: "y", verdict: "test" });
    const undone = await takeStep(client, queries, "decisions.undo");
    expect(client.calls.filter((name) => name !== "triage.queue")).toEqual(["triage.judge", "triage.judge", "decisions.undo"]);
    expect(undone?.anomalyIds).toEqual([second]);
    await settled();
    await queries.refetchQueries({ queryKey: ["triage.queue"] });
    expect(stateOf(second)).toBeNull();
  });

  test("a bulk verdict is one call and one undo", async () => {
    const { client, queries, decisions, stateOf } = await setUp();
    decisions.judge({ anomalyIds: [first, second], label: "2 cases", verdict: "disregard" });
    await settled();
    expect([stateOf(first)?.verdict, stateOf(second)?.verdict]).toEqual(["disregard", "disregard"]);
    expect((await takeStep(client, queries, "decisions.undo"))?.anomalyIds).toHaveLength(2);
    expect(client.calls.filter((name) => name === "triage.judge")).toHaveLength(1);
    expect((await takeStep(client, queries, "decisions.redo"))?.anomalyIds).toHaveLength(2);
  });

  test("a verdict carries the attention its case got and when it was opened; one on cases nobody opened carries neither", async () => {
    const client = createFakeClient();
    const sent: unknown[] = [];
    const spied: Client = {
      ...client,
      call: (name, input, signal) => {
        sent.push(input);
        return client.call(name, input, signal);
      },
    };
    const attention = createAttention();
    const decisions = createDecisions({ client: spied, queries: new QueryClient(), attention, now: () => 9000 });
    attention.open(first, 2000);
    decisions.judge({ anomalyIds: [first], label: "x", verdict: "benign" });
    decisions.judge({ anomalyIds: [second], label: "y", verdict: "benign" });
    await settled();
    expect(sent).toEqual([
      { anomalyIds: [first], verdict: "benign", reason: "", activeSeconds: 7, viewedAt: 2_000_000 },
      { anomalyIds: [second], verdict: "benign", reason: "", activeSeconds: undefined, viewedAt: undefined },
    ]);
  });

  test("undo with nothing to undo says so and changes nothing", async () => {
    const { client, queries } = await setUp();
    expect(await takeStep(client, queries, "decisions.undo")).toBeUndefined();
    expect(useMessages.getState().toasts[0]?.text).toContain("there is nothing to undo");
  });

  test("the spoken sentence names what was judged and where one is now", () => {
    const place = { index: 2, count: 41_203 };
    expect(sayJudged({ anomalyIds: ["a"], label: "WS-117", verdict: "benign" }, place)).toBe(
      "WS-117 marked benign. Now 3 of 41,203. Undo with Z.",
    );
    expect(sayJudged({ anomalyIds: ["a", "b"], label: "", verdict: "false-positive-model" }, place)).toContain(
      "2 cases marked model wrong",
    );
  });
});
