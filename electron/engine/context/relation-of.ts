import type { RelationKey } from "../relations/relations.ts";

/** The relation a drawn edge is counted as, by what it is called and the kinds it joins. What inventories tell is not counted by day. */
const counted: readonly (readonly [relation: string, src: RegExp, dst: RegExp, type: string])[] = [
  ["contacted", /^(?:ip|host|proc):/, /^(?:ip|domain|host):/, "CONNECTED"],
  ["asked for", /^(?:ip|host|proc):/, /^domain:/, "ASKED_FOR"],
  ["reached at", /^domain:/, /^ip:/, "RESOLVED_TO"],
  ["logged on to", /^account:/, /^(?:ip|host):/, "LOGGED_ON"],
  ["origin of", /^(?:ip|host):/, /^account:/, "ORIGIN_OF"],
  ["uses", /^account:/, /^(?:ip|host):/, "USED"],
];

/** Undefined for what has no history of its own: processes are new each time, so theirs is that of their image. */
export function relationOf(src: string, relation: string, dst: string): RelationKey | undefined {
  const found = counted.find(([name, from, to]) => name === relation && from.test(src) && to.test(dst));
  return found === undefined || src.startsWith("proc:") ? undefined : { src, dst, type: found[3] };
}
