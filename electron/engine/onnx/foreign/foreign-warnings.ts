import type { onnx } from "onnx-proto";
import type { ForeignFacts } from "../../../../shared/contract/foreign-models.ts";
import { toInteger } from "../attributes.ts";

interface Seen {
  readonly graph: onnx.IGraphProto;
  readonly given: Uint8Array;
  readonly operators: ReadonlySet<string>;
  readonly nodes: number;
  readonly tensors: Pick<ForeignFacts, "inputs" | "oneRowAtATime">;
}

const slowNodes = 10_000;
const storedRows = 50;
const placeMarks = ["/home/", "/Users/", ":\\Users\\", "/root/", 'File "/', "site-packages"];

/** Neighbour models keep the rows they were trained on: a constant matrix as wide as the input. */
function holdsTrainingRows({ graph, operators, tensors }: Seen): boolean {
  const widths = new Set(tensors.inputs.map(({ shape }) => shape[1] ?? 0));
  const constants = [
    ...(graph.initializer ?? []),
    ...(graph.node ?? []).flatMap((n) => (n.attribute ?? []).flatMap((a) => (a.t ? [a.t] : []))),
  ];
  const isRows = constants.some((t) => {
    const [rows, width] = (t.dims ?? []).map(toInteger);
    return rows !== undefined && width !== undefined && t.dims?.length === 2 && rows >= storedRows && widths.has(width);
  });
  return isRows && (operators.has("Scan") || operators.has("TopK"));
}

export function warningsAbout(seen: Seen): string[] {
  const warnings: string[] = [];
  const bytes = Buffer.from(seen.given.buffer, seen.given.byteOffset, seen.given.byteLength);
  if (holdsTrainingRows(seen)) warnings.push("The file holds the rows it was trained on, and anyone who has it can read them back.");
  else if ([...seen.operators].some((op) => op.startsWith("ai.onnx.ml.SVM")))
    warnings.push("The file holds some of the rows it was trained on (its support vectors).");
  if (placeMarks.some((mark) => bytes.includes(mark)))
    warnings.push(
      "The file tells of paths on the computer it was made on; they are left out of the copy that is kept, not of the original.",
    );
  if (seen.nodes > slowNodes) warnings.push(`The graph has ${seen.nodes} nodes and will be slow to load.`);
  if (seen.tensors.oneRowAtATime) warnings.push("The model takes one row at a time and will be slow.");
  return warnings;
}
