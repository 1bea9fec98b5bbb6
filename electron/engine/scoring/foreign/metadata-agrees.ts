import type { ForeignManifest } from "../../../../shared/contract/foreign-models.ts";
import { refuse } from "../../onnx/foreign/refuse.ts";

type Metadata = Readonly<Record<string, string>>;

/** Entries of metadata_props under our prefixes, without them. */
function ownEntries(metadata: Metadata): Map<string, string> {
  return new Map(
    Object.entries(metadata).flatMap(([key, value]) => {
      const [, name] = /^(?:quarry|triage)\.(.+)$/.exec(key) ?? [];
      return name === undefined ? [] : [[name, value]];
    }),
  );
}

/** Feature names that the file itself gives, as a JSON list or with commas. */
export function metadataFeatures(metadata: Metadata): readonly string[] | undefined {
  const text = ownEntries(metadata).get("features")?.trim();
  if (text === undefined) return undefined;
  if (!text.startsWith("[")) return text.split(",").map((name) => name.trim());
  try {
    const names: unknown = JSON.parse(text);
    return Array.isArray(names) && names.every((n) => typeof n === "string") ? names : undefined;
  } catch {
    return undefined;
  }
}

type Declared = Pick<ForeignManifest, "name" | "version" | "features" | "outputs" | "preprocessing" | "threshold">;

/** The manifest is what counts; a model file that says otherwise of itself is refused. */
export function requireAgreement(
  metadata: Metadata,
  { name, version, features, outputs, preprocessing, threshold }: Declared,
  isBare: boolean,
): void {
  const { score } = outputs;
  const said = ownEntries(metadata);
  const declared = new Map<string, string | undefined>([
    ["task", "anomaly"],
    ["contractVersion", "1"],
    ["score.tensor", score.tensor],
    ["score.direction", score.direction],
    ["score.reduce", score.reduce],
    ["preprocessing", preprocessing],
    ...(isBare
      ? []
      : ([
          ["name", name],
          ["version", version],
          ["threshold", threshold === undefined ? undefined : String(threshold)],
        ] as const)),
  ]);
  for (const [key, value] of declared) {
    const own = said.get(key);
    if (own !== undefined && value !== undefined && own !== value)
      refuse(`its file says ${key} is "${own}", and it is declared as "${value}"`);
  }
  const names = metadataFeatures(metadata);
  if (names !== undefined && names.join("\n") !== features.map((f) => f.name).join("\n"))
    refuse(`its file says its features are ${names.join(", ")}, and declared are ${features.map((f) => f.name).join(", ")}`);
}
