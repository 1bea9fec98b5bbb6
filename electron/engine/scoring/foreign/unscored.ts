import type { Unscored } from "../../onnx/foreign/foreign-protocol.ts";

const words: Readonly<Record<Unscored, string>> = {
  missing: "value for something the model needs",
  "not-a-number": "number that the model can take",
  "no-score": "finite score from the model",
};

/** How many subjects have no score and why; nothing is said of them, and least of all that they are ordinary. */
export const unscoredInWords = (unscored: Readonly<Record<Unscored, number>>): string[] =>
  (["missing", "not-a-number", "no-score"] as const).flatMap((kind) =>
    unscored[kind] === 0
      ? []
      : [`${unscored[kind]} ${unscored[kind] === 1 ? "subject was" : "subjects were"} not scored: no ${words[kind]}.`],
  );
