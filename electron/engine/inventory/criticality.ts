import type { InventoryRecord } from "./record.ts";

/** 0 unknown to 4 extreme. */
export type Criticality = 0 | 1 | 2 | 3 | 4;

const words: readonly (readonly [RegExp, Criticality])[] = [
  [/extreme|mission|most critical|crown|^very high$|^critical$/, 4],
  [/somewhat critical|high/, 3],
  [/less critical|medium|moderate|normal/, 2],
  [/not critical|low|minor/, 1],
];

const level = (n: number): Criticality => (n >= 4 ? 4 : n >= 3 ? 3 : n >= 2 ? 2 : n >= 1 ? 1 : 0);

/** Reads words first ("1 - most critical" is 4). Bare digits: business criticality counts down from 1, tiers down from 0, criticality up to 4. */
export function readCriticality(record: InventoryRecord): Criticality | undefined {
  for (const field of ["criticality", "businessCriticality", "tier"] as const) {
    const text = record.fields.get(field)?.trim().toLowerCase();
    if (text === undefined || text === "") continue;
    const word = words.find(([pattern]) => pattern.test(text));
    if (word !== undefined) return word[1];
    const digit = /(?:^|\D)([0-5])(?:\D|$)/.exec(text)?.[1];
    if (digit === undefined) continue;
    if (field === "businessCriticality") return level(5 - Number(digit));
    return field === "tier" || text.includes("tier") ? level(4 - Number(digit)) : level(Number(digit));
  }
  return undefined;
}

export const criticalityTitles: readonly [string, string, string, string, string] = ["unknown", "low", "medium", "high", "extreme"];
