import { writeSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isMainThread, Worker } from "node:worker_threads";
import { toWireError } from "../../../shared/contract/errors.ts";
import { invariant } from "../../../shared/lib/invariant.ts";
import type { ForeignRequest, FromForeign } from "../onnx/foreign/foreign-protocol.ts";
import { serveForeignModel } from "../onnx/foreign/foreign-session.ts";
import { openParentPipe } from "../parent-pipe.ts";

/** The process of one foreign model; the protocol is told in onnx/foreign/foreign-protocol.ts. */
const lookEveryMs = 50;

/** Loading a model holds the main thread, so that another one watches the memory of the process and ends it. */
function watchMemory(limit: number): void {
  setInterval(() => {
    if (process.memoryUsage.rss() <= limit) return;
    writeSync(2, "memory-limit\n");
    process.kill(process.pid, "SIGKILL");
  }, lookEveryMs);
}

function serve(): void {
  const answer = serveForeignModel();
  const { send, onMessage, onClose } = openParentPipe<FromForeign, ForeignRequest>();
  const handle = async (request: ForeignRequest): Promise<void> => {
    try {
      send({ kind: "answer", answer: await answer(request, (done, total) => send({ kind: "progress", done, total })) });
    } catch (error) {
      send({ kind: "failed", error: toWireError(error) });
    }
  };
  let turn = Promise.resolve();
  onMessage((request) => {
    turn = turn.then(() => handle(request));
  });
  onClose(() => process.exit());
  send({ kind: "ready" });
}

const memoryLimit = Number(process.argv[2]);
invariant(memoryLimit > 0, "the process is told how much memory it may use");
if (isMainThread) {
  new Worker(fileURLToPath(import.meta.url), { argv: [String(memoryLimit)] }).unref();
  serve();
} else watchMemory(memoryLimit);
