import type { PreviewChange } from "../../../../shared/contract/preview.ts";

/** Where one subject and window stands in two lists, by their own ranks from 1; undefined where a list has it not. */
export interface Standing {
  readonly identity: string;
  readonly from: number | undefined;
  readonly to: number | undefined;
}

export interface Change extends Standing {
  readonly change: PreviewChange;
}

const order: readonly PreviewChange[] = ["appeared", "vanished", "moved", "same"];

/**
 * Two lists of identities, the present one and the new one, side by side: what appeared and vanished by the better rank first, then what moved by how
 * far, then what stays where it is.
 */
export function compareLists(present: readonly string[], next: readonly string[]): Change[] {
  const from = new Map(present.map((identity, i) => [identity, i + 1]));
  const to = new Map(next.map((identity, i) => [identity, i + 1]));
  const changes = [...new Set([...present, ...next])].map((identity): Change => {
    const standing = { identity, from: from.get(identity), to: to.get(identity) };
    return { ...standing, change: changeOf(standing) };
  });
  return changes.toSorted(
    (a, b) => order.indexOf(a.change) - order.indexOf(b.change) || distance(b) - distance(a) || better(a) - better(b),
  );
}

function changeOf({ from, to }: Standing): PreviewChange {
  if (from === undefined) return "appeared";
  if (to === undefined) return "vanished";
  return from === to ? "same" : "moved";
}

const distance = ({ from, to }: Standing): number => (from === undefined || to === undefined ? 0 : Math.abs(from - to));
const better = ({ from, to }: Standing): number => Math.min(from ?? Infinity, to ?? Infinity);
