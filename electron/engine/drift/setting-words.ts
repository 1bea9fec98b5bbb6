import { DriftSettings } from "../../../shared/contract/drift-settings.ts";
import { canonicalJson } from "../../../shared/lib/canonical-json.ts";

const words: Readonly<Record<keyof DriftSettings, string>> = {
  keyFeatures: "key features",
  falseDiscovery: "false-discovery rate",
  dependence: "dependence",
  alone: "p-value alone",
  permutations: "permutations",
  wasserstein: "Wasserstein distance",
  jensenShannon: "Jensen-Shannon distance",
  missing: "missing values",
  range: "values out of range",
  rate: "rate ratio",
  minimum: "least",
  persistence: "persistence",
  importance: "importance",
  extrapolating: "share that extrapolates",
};

const namedOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];

const spaced = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function said(value: unknown, usual: unknown): string {
  if (Array.isArray(value)) return value.map(String).join(", ");
  const before = new Map(namedOf(usual));
  const parts = namedOf(value).filter(([name, part]) => part !== before.get(name));
  return parts.length === 0 ? String(value) : parts.map(([name, part]) => `${spaced(name)} ${String(part)}`).join(", ");
}

/** What a package sets otherwise than it comes, each setting in words: `key features: interval, bytes`. */
export function settingWords(settings: DriftSettings): string[] {
  const usual = DriftSettings.parse({});
  const names = DriftSettings.keyof().options;
  return names
    .filter((name) => canonicalJson(settings[name]) !== canonicalJson(usual[name]))
    .map((name) => `${words[name]}: ${said(settings[name], usual[name])}`);
}
