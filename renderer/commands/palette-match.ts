export interface PaletteItem {
  readonly id: string;
  readonly title: string;
  readonly group: string;
  readonly hotkey?: string | undefined;
  readonly run: () => void;
}

/** Lower is better; undefined when some word of the query is nowhere in the title or group. */
export function matchScore(item: Pick<PaletteItem, "title" | "group">, text: string): number | undefined {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const title = item.title.toLowerCase();
  const all = `${title} ${item.group.toLowerCase()}`;
  let score = 0;
  for (const word of words) {
    const at = all.indexOf(word);
    if (at < 0) return undefined;
    const startsWord = at === 0 || /\W/.test(all[at - 1] ?? "");
    score += (startsWord ? 0 : 50) + (at < title.length ? 0 : 100) + at;
  }
  return score;
}

/** Matching items, best first; the given order decides between equals. */
export function matchItems<T extends PaletteItem>(items: readonly T[], text: string): readonly T[] {
  return items
    .map((item, order) => ({ item, order, score: matchScore(item, text) }))
    .filter((entry): entry is { item: T; order: number; score: number } => entry.score !== undefined)
    .toSorted((a, b) => a.score - b.score || a.order - b.order)
    .map(({ item }) => item);
}
