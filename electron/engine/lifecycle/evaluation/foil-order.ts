import type { FeatureMatrix } from "../../features/feature-matrix.ts";

type Cell = string | number | boolean | null;

/** A foil may write an account without its domain and a role with its session. */
const withoutDomain = (key: string): string => key.slice(key.lastIndexOf("\\") + 1);
const beforeSession = (listed: string): string[] => {
  const parts = listed.split("/");
  return parts.map((_, i) => parts.slice(0, i + 1).join("/"));
};

const combine = (choices: readonly (readonly string[])[]): string[] =>
  choices.reduce<string[]>((all, some) => all.flatMap((head) => some.map((one) => `${head}\u0000${one}`)), [""]);

/**
 * Where a naive foil's list puts each row: higher is earlier, NaN where it does not list it. A row is found by the grain's keys that the list
 * has; each is taken once, so that of a subject's windows the first listed are the first.
 */
export function foilScores(matrix: FeatureMatrix, listed: readonly Readonly<Record<string, Cell>>[]): Float64Array {
  const scores = new Float64Array(matrix.rowCount).fill(Number.NaN);
  const [head] = listed;
  if (head === undefined) return scores;
  const keys = matrix.keys.filter(({ column }) => Object.hasOwn(head, column));
  const waiting = new Map<string, number[]>();
  for (let row = 0; row < matrix.rowCount; row++)
    for (const text of new Set(combine(keys.map(({ values }) => [values[row] ?? "", withoutDomain(values[row] ?? "")])))) {
      const rows = waiting.get(text);
      if (rows === undefined) waiting.set(text, [row]);
      else rows.push(row);
    }
  for (const rows of waiting.values()) rows.reverse();
  for (const [place, found] of listed.entries()) {
    const texts = combine(keys.map(({ column }) => [String(found[column] ?? ""), ...beforeSession(String(found[column] ?? ""))]));
    const row = texts.map((text) => nextRow(waiting.get(text), scores)).find((one) => one !== undefined);
    if (row !== undefined) scores[row] = -place;
  }
  return scores;
}

function nextRow(rows: number[] | undefined, scores: Float64Array): number | undefined {
  if (rows === undefined) return undefined;
  while (rows.length > 0 && !Number.isNaN(scores[rows.at(-1) ?? 0])) rows.pop();
  return rows.at(-1);
}
