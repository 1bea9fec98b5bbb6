import { type MessagePort, parentPort } from "node:worker_threads";
import { CancelledError, toWireError } from "../../../shared/contract/errors.ts";
import { invariant } from "../../../shared/lib/invariant.ts";
import { type Taught, teach } from "../forest/feedback/teach.ts";
import type { Forest } from "../forest/forest.ts";
import { type LoopControl, trainForest } from "../forest/train-forest.ts";
import { createTreeShap } from "../forest/tree-shap.ts";
import { sha256 } from "../hash.ts";
import { toMemoryError } from "../memory-failure.ts";
import { forestOf } from "../onnx/forest-from-onnx.ts";
import { forestToOnnx } from "../onnx/forest-to-onnx.ts";
import { type CheckedModel, checkModel } from "../onnx/model-guard.ts";
import type {
  ExplainRequest,
  Explained,
  FromModelWorker,
  ModelAnswer,
  ModelRequest,
  ToModelWorker,
  TrainRequest,
} from "../onnx/model-protocol.ts";
import { type ForestSession, openForestSession } from "../onnx/session.ts";

/** The one owner of ONNX Runtime. The protocol is told in onnx/model-protocol.ts. */
interface OpenModel {
  readonly checked: CheckedModel;
  /** Decoding it checks the trees before ONNX Runtime walks them. */
  readonly forest: Forest;
  session?: ForestSession;
}

const keptModels = 4;
const models = new Map<string, OpenModel>();

function decodeModel(bytes: Uint8Array): OpenModel {
  const checked = checkModel(bytes);
  return { checked, forest: forestOf(checked) };
}

/** The least recently used model is closed when a fifth comes. */
async function openModel(bytes: Uint8Array): Promise<OpenModel> {
  const key = sha256(bytes);
  const model = models.get(key) ?? decodeModel(bytes);
  models.delete(key);
  models.set(key, model);
  for (const [oldKey, old] of [...models].slice(0, Math.max(0, models.size - keptModels))) {
    models.delete(oldKey);
    await old.session?.close();
  }
  return model;
}

function explain(request: ExplainRequest, { forest }: OpenModel, control: LoopControl): Explained {
  const { rowCount, featureCount, data } = request.matrix;
  invariant(featureCount === forest.featureCount, "rows to explain have the model's width");
  const shap = createTreeShap(forest);
  const additiveScores = new Float64Array(rowCount);
  const parts = new Float64Array(rowCount * featureCount);
  const { base } = shap(new Float32Array(featureCount));
  for (let row = 0; row < rowCount; row++) {
    if (control.isCancelled()) throw new CancelledError();
    const attribution = shap(data.subarray(row * featureCount, (row + 1) * featureCount));
    additiveScores[row] = attribution.additiveScore;
    parts.set(attribution.parts, row * featureCount);
    if (row % 16 === 15) control.progress(row + 1, rowCount);
  }
  return { kind: "explained", base, additiveScores, parts };
}

/** The quantile that tree-AAD works with needs a pool, not every row; the head of the rows would be one source's. */
const poolRows = 20_000;

function taughtBy({ lessons, matrix }: TrainRequest, forest: Forest): Taught | undefined {
  if (lessons === undefined || lessons.lessons.length === 0) return undefined;
  const step = Math.max(1, Math.ceil(matrix.rowCount / poolRows));
  const rowCount = Math.ceil(matrix.rowCount / step);
  const data = new Float32Array(rowCount * matrix.featureCount);
  for (let row = 0; row < rowCount; row++) {
    const at = row * step * matrix.featureCount;
    data.set(matrix.data.subarray(at, at + matrix.featureCount), row * matrix.featureCount);
  }
  return teach(forest, { ...matrix, data, rowCount }, lessons.labelled, lessons.lessons);
}

async function answer(request: ModelRequest, control: LoopControl): Promise<ModelAnswer> {
  if (control.isCancelled()) throw new CancelledError();
  if (request.kind === "train") {
    const forest = trainForest(request.matrix, request.parameters, control);
    return { kind: "trained", model: forestToOnnx(forest, request.info, taughtBy(request, forest)) };
  }
  const model = await openModel(request.model);
  if (request.kind === "explain") return explain(request, model, control);
  model.session ??= await openForestSession(model.checked);
  return { kind: "scored", ...(await model.session.score(request.matrix, control)) };
}

/** Only buffers that hold nothing but the answer are handed over; protobuf's writer may lend a part of a larger pool. */
function transferable(result: ModelAnswer): ArrayBuffer[] {
  const arrays = Object.values(result).filter((v) => ArrayBuffer.isView(v));
  return arrays.flatMap(({ buffer, byteLength }) => (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : []));
}

async function serve(port: MessagePort, request: ModelRequest): Promise<void> {
  const send = (message: FromModelWorker, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);
  const { id, cancel } = request;
  const control: LoopControl = {
    isCancelled: () => Atomics.load(cancel, 0) !== 0,
    progress: (done, total) => send({ id, kind: "progress", done, total }),
  };
  try {
    const result = await answer(request, control);
    send({ id, kind: "answer", answer: result }, transferable(result));
  } catch (error) {
    send({ id, kind: "failed", error: toWireError(toMemoryError(error)) });
  }
}

async function close(port: MessagePort): Promise<void> {
  for (const { session } of models.values()) await session?.close();
  models.clear();
  port.close();
}

invariant(parentPort !== null, "the model worker runs in a worker thread");
const port = parentPort;
let turn = Promise.resolve();
port.on("message", (message: ToModelWorker) => {
  turn = turn.then(() => (message.kind === "close" ? close(port) : serve(port, message)));
});
