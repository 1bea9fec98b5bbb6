import { accountThing, boundedKey, destinationThing, fileThing, hostOrAddress, processThing, type Thing } from "../entities/things.ts";
import { foldCase, isPlaceholder } from "../entities/identifier.ts";
import { baseName, displayText } from "../../../shared/lib/display-text.ts";
import type { MentionedThing } from "../duckdb/derive-relations.ts";
import { nodeId } from "./node-id.ts";

const separator = "\u001f";
const maxLabel = 200;

/** What a mention of a relation means. Uses the same keys as the drawing of contexts, so that a drawn thing can be looked up. */
export function toMentionedThing(mention: string): MentionedThing | undefined {
  const [kind = "", host = "", name = "", ...rest] = mention.split(separator);
  const text = rest.join(separator);
  if (isPlaceholder(text)) return undefined;
  const thing = toThing(kind, host, name, text);
  if (thing === undefined) return undefined;
  const isNameless = kind === "process" && name === "";
  return { id: nodeId(thing.id), key: thing.id, kind: thing.type, label: isNameless ? "" : displayText(thing.label, maxLabel) };
}

function toThing(kind: string, host: string, name: string, text: string): Thing | undefined {
  switch (kind) {
    case "place":
      return hostOrAddress(text);
    case "target":
      return destinationThing(text);
    case "account":
      return accountThing(text, undefined, host === "" ? undefined : host);
    case "process":
      return processThing(host === "" ? undefined : host, text, name === "" ? undefined : name);
    case "file":
      return fileThing(text, host === "" ? undefined : host);
    case "image":
      return imageThing(text);
    case "operation":
    case "resource":
      return { id: boundedKey(`${kind}:${displayText(text, text.length)}`), type: kind, label: text };
    default:
      return undefined;
  }
}

/** A program wherever it runs, by its path. */
export const imageThing = (path: string): Thing => ({
  id: boundedKey(`image:${foldCase(path)}`),
  type: "image",
  label: baseName(path),
});
