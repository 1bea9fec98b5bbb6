import type { HuntBody } from "./hunt-decisions.ts";
import type { Arranged } from "./gather.ts";

export interface ArrangedFindings extends Arranged {
  /** Finding keys that people took out of every candidate. */
  readonly dropped: ReadonlySet<string>;
  /** Finding keys that some arrangement in force is about. */
  readonly touched: ReadonlySet<string>;
}

/** What is in force of all arrangements, oldest first, by finding key: on each pair the newest word, and out until put into a group again. */
export function arrangedBy(
  arrangements: readonly HuntBody<"hunt.arrange">[],
  keyOf: (anomalyId: string) => string | undefined,
): ArrangedFindings {
  const toKeys = (ids: readonly string[]): string[] => [...new Set(ids.flatMap((id) => keyOf(id) ?? []))].toSorted();
  const words = new Map<string, { readonly pair: readonly [string, string]; readonly isTogether: boolean; readonly seq: number }>();
  const dropped = new Set<string>();
  const say = (a: string, b: string, isTogether: boolean, seq: number): void => {
    if (a === b) return;
    const pair: readonly [string, string] = a < b ? [a, b] : [b, a];
    words.set(pair.join(" "), { pair, isTogether, seq });
  };
  for (const [seq, arrangement] of arrangements.entries()) {
    for (const ids of arrangement.together) {
      const keys = toKeys(ids);
      for (const [i, a] of keys.entries()) for (const b of keys.slice(i + 1)) say(a, b, true, seq);
      for (const key of keys) dropped.delete(key);
    }
    for (const [one, other] of arrangement.apart) for (const a of toKeys(one)) for (const b of toKeys(other)) say(a, b, false, seq);
    for (const key of toKeys(arrangement.dropped)) dropped.add(key);
  }
  const apart = new Map<string, Set<string>>();
  const part = (a: string, b: string): void => {
    const found = apart.get(a);
    if (found === undefined) apart.set(a, new Set([b]));
    else found.add(b);
  };
  const said = [...words.values()];
  for (const { pair, isTogether } of said) {
    if (isTogether) continue;
    part(pair[0], pair[1]);
    part(pair[1], pair[0]);
  }
  return {
    together: said
      .filter((word) => word.isTogether)
      .toSorted((x, y) => y.seq - x.seq || (x.pair.join(" ") < y.pair.join(" ") ? -1 : 1))
      .map((word) => word.pair),
    apart,
    dropped,
    touched: new Set(said.flatMap((word) => word.pair)),
  };
}
