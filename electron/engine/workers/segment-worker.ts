import { workerData } from "node:worker_threads";
import { AppError, toWireError } from "../../../shared/contract/errors.ts";
import { encodeSegment } from "../telemetry/columns/encode-segment.ts";
import type { FromSegmentWorker, SegmentWorkerData, ToSegmentWorker } from "../telemetry/columns/segment-protocol.ts";

const { port, finished } = workerData as SegmentWorkerData;

function answer(job: ToSegmentWorker): FromSegmentWorker {
  try {
    return { t: "written", segment: encodeSegment(job), room: job.ipc };
  } catch (error) {
    return error instanceof AppError ? { t: "failed", error, expected: toWireError(error) } : { t: "failed", error };
  }
}

port.on("message", (job: ToSegmentWorker) => {
  const message = answer(job);
  port.postMessage(message, message.t === "written" ? [message.room.buffer] : []);
  Atomics.add(finished, 0, 1);
  Atomics.notify(finished, 0);
});
