import type { ForeignFacts, ForeignFeature, ForeignInput, TensorFacts } from "../../../../shared/contract/foreign-models.ts";
import type { ForeignBinding } from "./foreign-protocol.ts";
import { refuse } from "./refuse.ts";

const text = (dtype: string): boolean => dtype === "string";

function checkInput(input: ForeignInput, tensor: TensorFacts, features: ReadonlyMap<string, ForeignFeature>): void {
  const width = tensor.shape.length === 1 ? 1 : (tensor.shape[1] ?? null);
  const given = input.features.length;
  if (width !== null && width !== given)
    refuse(
      `its input "${tensor.name}" takes ${width} features, and ${given} are declared`,
      "Name as many features as the model was trained with.",
    );
  if (input.layout === "column" && given !== 1) refuse(`the input "${tensor.name}" is declared as a column of ${given} features`);
  for (const name of input.features) {
    const feature = features.get(name) ?? refuse(`the input "${tensor.name}" is fed "${name}", which is not among the features`);
    if (text(feature.dtype) !== text(tensor.dtype))
      refuse(`the input "${tensor.name}" takes ${tensor.dtype}, and "${name}" is declared as ${feature.dtype}`);
  }
}

/** Refuses a binding that does not fit the model: every input fed once, by name, with features of its type and number. */
export function checkBinding({ inputs, outputs }: ForeignFacts, binding: ForeignBinding): void {
  const features = new Map(binding.features.map((f) => [f.name, f]));
  if (features.size < binding.features.length) refuse("two features have one name");
  const declared = new Map(binding.inputs.map((i) => [i.tensor, i]));
  for (const tensor of inputs)
    checkInput(declared.get(tensor.name) ?? refuse(`nothing is declared for its input "${tensor.name}"`), tensor, features);
  for (const name of declared.keys()) if (!inputs.some((t) => t.name === name)) refuse(`it has no input "${name}"`);
  const { tensor, reduce, column } = binding.score;
  const output = outputs.find((t) => t.name === tensor);
  if (output === undefined) return refuse(`it has no output "${tensor}"; it has ${outputs.map((t) => `"${t.name}"`).join(", ")}`);
  if (text(output.dtype)) refuse(`its output "${tensor}" is text`);
  const width = output.shape.length === 2 ? output.shape[1] : output.shape.length === 1 ? 1 : null;
  if (reduce === "none" && width !== null && width !== 1)
    refuse(`its output "${tensor}" has ${width} values per row`, "Say how they become one: --reduce mse, mae or column.");
  if (reduce === "column" && (column === undefined || (typeof width === "number" && column >= width)))
    refuse(`its output "${tensor}" has no column ${column ?? "(none named)"}`);
  if ((reduce === "mse" || reduce === "mae") && typeof width === "number" && width !== reconstructed(binding).features.length)
    refuse(`its output "${tensor}" has ${width} values per row and its input ${reconstructed(binding).features.length}`);
}

/** The one matrix a reconstruction is compared with. */
export function reconstructed({ inputs }: ForeignBinding): ForeignInput {
  const [input] = inputs;
  return inputs.length === 1 && input !== undefined ? input : refuse("a reconstruction can be compared with one input only");
}
