import { fork } from "node:child_process";
import { EventEmitter } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { forkChild } from "../../electron/engine/onnx/foreign/fork-child.ts";
import { type ForeignLimits, type ForeignModel, openForeignModel } from "../../electron/engine/onnx/foreign/foreign-host.ts";
import type { ForeignBinding } from "../../electron/engine/onnx/foreign/foreign-protocol.ts";
import { childEnvironment, childFlags, type StartChild } from "../../electron/engine/limited-child.ts";
import type { RuntimeControl } from "../../electron/engine/onnx/model-worker-channel.ts";
import { workerPath } from "../../electron/engine/runtime.ts";
import { askForChildren } from "../../electron/hosts/worker/ask-for-children.ts";
import { brokerChildren } from "../../electron/hosts/worker/child-broker.ts";
import type { EngineChild, EnginePipe } from "../../electron/hosts/worker/messages.ts";
import { toLimitedChild } from "../../electron/main/model-child.ts";
import type { UtilityProcessLike } from "../../electron/main/utility.ts";
import { linearOnnx } from "../unit-support/crafted-onnx.ts";
import { until } from "./contract-suite.ts";

/** Electron's utility process as far as it is used, on a process of Node's that sees the parent port inside. */
function forkUtility(memoryBytes: number): UtilityProcessLike {
  const parentPort = fileURLToPath(new URL("./parent-port.ts", import.meta.url));
  const child = fork(workerPath("foreign-model-process"), [String(memoryBytes)], {
    serialization: "advanced",
    execArgv: ["--import", parentPort, ...childFlags],
    env: childEnvironment(process.env),
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let hasEnded = false;
  child.once("exit", () => (hasEnded = true));
  return {
    get pid() {
      return hasEnded ? undefined : child.pid;
    },
    postMessage: (message: object) => void child.send(message, () => undefined),
    kill: () => child.kill(),
    on: (event: "message" | "exit" | "spawn", listener: (value: never) => void) =>
      child.on(event, (value: unknown) => listener((event === "exit" ? (value ?? 9) : value) as never)),
    stdout: child.stdout,
    stderr: child.stderr,
  };
}

/** An engine's pipe to its host, and the host's end of it. What passes is copied as it is between processes. */
function createPipe(): { engine: EngineChild; pipe: EnginePipe; end: () => void } {
  const wire = new EventEmitter().setMaxListeners(0);
  const carry = (to: string, message: unknown): void => {
    const copy: unknown = structuredClone(message);
    queueMicrotask(() => wire.emit(to, copy));
  };
  return {
    engine: {
      pid: undefined,
      send: (message) => carry("engine", message),
      onMessage: (listener) => void wire.on("host", listener),
      onExit: (listener) => void wire.on("exit", () => listener("exit 1")),
      kill: () => undefined,
    },
    pipe: {
      send: (message) => carry("host", message),
      onMessage: (listener) => void wire.on("engine", listener),
      onClose: () => undefined,
      exit: () => undefined,
    },
    end: () => void wire.emit("exit"),
  };
}

const brokered = (start: StartChild): StartChild => {
  const { engine, pipe } = createPipe();
  brokerChildren(engine, start);
  return askForChildren(pipe).startChild;
};
const utility: StartChild = ({ memoryBytes }) => toLimitedChild(forkUtility(memoryBytes));

const file = { bytes: linearOnnx({ weights: [1, 2] }), sidecars: new Map<string, Uint8Array>(), allowControlFlow: false };
const binding: ForeignBinding = {
  features: ["a", "b"].map((name) => ({ name, dtype: "float32", unit: "", nullPolicy: "reject", key: false })),
  inputs: [{ tensor: "x", layout: "matrix", features: ["a", "b"] }],
  score: { tensor: "anomaly_score", reduce: "none" },
};
const rows = (count: number) => ({ binding, rowCount: count, columns: [1, 2].map((n) => new Float64Array(count).fill(n)) });

async function open(start: StartChild, control?: RuntimeControl, limits?: ForeignLimits): Promise<ForeignModel> {
  const model = await openForeignModel(start, file, control, limits);
  onTestFinished(() => model.close());
  return model;
}

const hasGone = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
};

describe.each([
  ["forked by Node", forkChild],
  ["started as a utility process", utility],
  ["forked by a host that the engine asks", brokered(forkChild)],
  ["started as a utility process by a host that the engine asks", brokered(utility)],
])("a process for a model, %s", { timeout: 60_000 }, (_name, start) => {
  it("scores, refuses what is wrong in words, says how it was lost, and is told of no secret", async () => {
    process.env["QUARRY_TEST_SECRET"] = "s";
    const model = await open(start);
    delete process.env["QUARRY_TEST_SECRET"];
    expect(model.facts.operators).toEqual(["MatMul"]);
    const done: number[] = [];
    const { scores, unscored } = await model.score(rows(2000), { progress: (n) => done.push(n) });
    expect(scores).toEqual(new Float64Array(2000).fill(5));
    expect(unscored).toEqual({ missing: 0, "not-a-number": 0, "no-score": 0 });
    expect(done).toEqual([512, 1024, 1536, 2000]);
    const wrong = { ...rows(1), binding: { ...binding, score: { tensor: "nothing", reduce: "none" as const } } };
    await expect(model.score(wrong)).rejects.toMatchObject({ code: "model-mismatch" });

    const { pid = Number.NaN } = model;
    const lost = model.score(rows(2_000_000), { progress: () => void process.kill(pid, "SIGKILL") });
    await expect(lost).rejects.toMatchObject({ code: "engine-gone", message: /was lost \((SIGKILL|exit code \d+)\)/ });
    await expect(model.score(rows(1))).rejects.toMatchObject({ code: "engine-gone" });
  });

  it("ends when it needs more memory than it may, and when nobody waits for it any more", async () => {
    const hungry = open(start, {}, { quietMs: 60_000, memoryBytes: 2 ** 24 }).then((model) => model.score(rows(2_000_000)));
    await expect(hungry).rejects.toMatchObject({ code: "limit-exceeded", message: /more than 16 MB/ });
    const stop = new AbortController();
    const model = await open(start);
    const { pid = Number.NaN } = model;
    await expect(
      model.score(rows(2_000_000), { signal: stop.signal, progress: () => stop.abort() }),
      "somebody stops waiting",
    ).rejects.toMatchObject({ name: "CancelledError" });
    await until(() => hasGone(pid), Boolean, 20_000);
  });
});

describe("a host that starts processes for an engine", () => {
  const silent = (): { start: StartChild; kills: () => number } => {
    let kills = 0;
    const start: StartChild = () => {
      const ends: (() => void)[] = [];
      return {
        pid: 1,
        send: () => undefined,
        onMessage: () => undefined,
        onEnd: (listener) => void ends.push(() => listener({ how: "was lost (SIGKILL)", complaint: "" })),
        kill: () => {
          kills += 1;
          for (const end of ends.splice(0)) end();
        },
      };
    };
    return { start, kills: () => kills };
  };

  it("ends them with the engine, starts no more than a few, and passes on nothing else of theirs", async () => {
    const { engine, pipe, end } = createPipe();
    const { start, kills } = silent();
    const heard: unknown[] = [];
    brokerChildren(engine, start).onMessage((message) => heard.push(message));
    const { startChild, pipe: rest } = askForChildren(pipe);
    const ends: string[] = [];
    for (let i = 0; i < 10; i += 1) startChild({ memoryBytes: 1 }).onEnd(({ how }) => ends.push(how));
    rest.send({ kind: "ready" });
    await until(() => ends.length, Boolean);
    expect(ends).toEqual(Array.from({ length: 2 }, () => "was not started, since too many run already"));
    expect(heard).toEqual([{ kind: "ready" }]);
    end();
    await until(
      () => ends.length,
      (n) => n === 10,
    );
    expect(kills()).toBe(8);
  });

  it("starts none for an engine that has ended, whose last words may come after it", async () => {
    const { engine, pipe, end } = createPipe();
    let started = 0;
    brokerChildren(engine, (limits) => {
      started += 1;
      return silent().start(limits);
    });
    const { startChild } = askForChildren(pipe);
    end();
    startChild({ memoryBytes: 1 });
    startChild({ memoryBytes: 1 });
    await new Promise((resolve) => setImmediate(resolve));
    expect(started).toBe(0);
  });

  it("does not let an engine say what is to be started", async () => {
    const { engine, pipe } = createPipe();
    const started: unknown[] = [];
    brokerChildren(engine, (limits) => {
      started.push(limits);
      return silent().start(limits);
    });
    const message = { kind: "child.start", child: 0, memoryBytes: 5, program: "/bin/sh", args: ["-c", "id"] } as const;
    pipe.send(message);
    await until(() => started.length, Boolean);
    expect(started).toEqual([{ memoryBytes: 5 }]);
  });
});

describe("a process that says what none of ours says", () => {
  it("is stopped, and what was asked of it fails", async () => {
    let killed = false;
    const start: StartChild = () => ({
      pid: 1,
      send: () => undefined,
      onMessage: (listener) => void setTimeout(() => listener({ kind: "answer", answer: { kind: "opened", bytes: "rm" } })),
      onEnd: () => undefined,
      kill: () => (killed = true),
    });
    await expect(openForeignModel(start, file)).rejects.toMatchObject({ code: "engine-gone", message: /none of ours/ });
    expect(killed).toBe(true);
  });
});
