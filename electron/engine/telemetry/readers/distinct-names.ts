import { sep } from "node:path";
import type { InputPath } from "./input-path.ts";

/** Folders above the file as far as `displayName` does not name them, innermost last; none when the file goes by another name or lies in `private`. */
function parentsOf<T extends InputPath>(input: T, privateFolder: string | undefined): readonly string[] {
  if (privateFolder !== undefined && input.path.startsWith(privateFolder + sep)) return [];
  const parts = input.path.split(sep).filter((part) => part !== "");
  const shown = input.displayName.split("/");
  const at = parts.length - shown.length;
  return at > 0 && parts.slice(at).join("/") === input.displayName ? parts.slice(0, at) : [];
}

const withParents = (input: InputPath, parents: readonly string[], count: number): string =>
  [...parents.slice(Math.max(0, parents.length - count)), input.displayName].join("/");

/**
 * Inputs of the same name get as many of their parent folders in front as tell them apart, and no more: a snapshot's id must
 * not depend on where files lie. Where folders cannot tell (the same file twice; uploads, in `privateFolder`) they are numbered.
 */
export function distinctNames<T extends InputPath>(inputs: readonly T[], privateFolder: string | undefined): T[] {
  const groups = Map.groupBy(inputs, (input) => input.displayName);
  return inputs.map((input) => {
    const alike = groups.get(input.displayName) ?? [];
    return alike.length < 2 ? input : { ...input, displayName: nameAmong(alike, alike.indexOf(input), privateFolder) };
  });
}

function nameAmong(alike: readonly InputPath[], at: number, privateFolder: string | undefined): string {
  const parents = alike.map((input) => parentsOf(input, privateFolder));
  const deepest = Math.max(...parents.map((folders) => folders.length));
  for (let count = 1; count <= deepest; count++) {
    const names = alike.map((input, i) => withParents(input, parents[i] ?? [], count));
    if (new Set(names).size === names.length) return names[at] ?? "";
  }
  const own = alike[at]?.displayName ?? "";
  return at === 0 ? own : `(${at + 1})/${own}`;
}
