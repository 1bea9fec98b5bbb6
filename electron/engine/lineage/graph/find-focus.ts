import { AppError } from "../../../../shared/contract/errors.ts";
import type { Node } from "./whole.ts";

/** So much of a digest must be given for the rest to be guessed. */
export const shortest = 6;

/** The one node that is called `of`: by its id, its name, or the beginning of its version. Throws AppError `not-found`, or `bad-input` when several fit. */
export function findFocus(nodes: ReadonlyMap<string, Node>, of: string): Node {
  const exact = nodes.get(of);
  if (exact !== undefined) return exact;
  const all = [...nodes.values()];
  const isNamed = ({ kind, title }: Node): boolean => (kind === "file" || kind === "dataset") && title === of;
  const [model = "", version = ""] = of.split("@");
  const fitting = all.filter(
    (node) =>
      isNamed(node) ||
      (of.length >= shortest && node.count === undefined && node.version.startsWith(of)) ||
      (of.length >= shortest && node.kind === "labels" && node.version.startsWith(of)) ||
      (version !== "" && node.kind === "model" && node.title === model && node.version.startsWith(version)),
  );
  const [only] = fitting;
  if (only === undefined) throw new AppError("not-found", `Nothing in this workspace is called ${of}.`, { field: "of" });
  if (fitting.length === 1) return only;
  const some = fitting.slice(0, 5).map(({ id }) => id.slice(0, 24));
  throw new AppError("bad-input", `${of} fits ${fitting.length} things: ${some.join(", ")}.`, { field: "of" });
}
