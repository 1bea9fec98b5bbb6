import type { Reproduction } from "../../shared/contract/reproduce.ts";

const sha = (start: string): string => start.padEnd(64, "0");
const file = (name: string, start: string, state: "same" | "given" = "same"): Reproduction["files"][number] => ({
  name,
  recorded: sha(start),
  rebuilt: sha(start),
  state,
});

/** A version that comes out the same to the byte, and one whose forest was grown by other code. */
export function sampleReproduction(model: string, version: string): Reproduction {
  const from = { dataset: "d9c4417b02", range: {}, seed: 41, packageDigest: "aa11bb22", codeDigest: "0c11d2e3", labels: 12 };
  const files = [
    file("bundle.json", version),
    file("baselines.json", "5511aa"),
    file("calibration.json", "77cd01"),
    file("envelope.json", "91fe20"),
    file("evidence.sql", "aa1177", "given"),
    file("features.sql", "77ab10", "given"),
    file("model.json", "aa11bb", "given"),
    file("model.onnx", "4be210"),
  ];
  if (model === "beaconing")
    return {
      model,
      version,
      level: "BYTES",
      because: "All 8 files are the same to the byte.",
      rebuilt: version,
      from,
      files,
      scores: null,
    };
  return {
    model,
    version,
    level: "METRICS",
    because:
      "bundle.json, model.onnx differ, and the training code is not that of then. 40988 of 41208 scores are the same; of 2061 subjects that either flags, both flag 2061.",
    rebuilt: sha("e91c99"),
    from,
    files: files.map((one) =>
      one.name === "bundle.json" || one.name === "model.onnx" ? { ...one, rebuilt: sha("e91c99"), state: "different" } : one,
    ),
    scores: { n: 41_208, same: 40_988, flagged: 2061, flaggedByBoth: 2061 },
  };
}
