import { z } from "zod";

/** `quarry://case/<anomaly id>` and `quarry://queue`, and nothing else; they show, they never do. */
export const linkScheme = "quarry";

const Link = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("case"), id: z.string().regex(/^[A-Za-z0-9_-]{1,128}$/) }),
  z.object({ kind: z.literal("queue"), id: z.literal("") }),
]);
export type DeepLink = z.infer<typeof Link>;

/** Undefined for whatever is not exactly such a link. */
export function parseDeepLink(text: string): DeepLink | undefined {
  const match = /^quarry:\/\/(case|queue)(?:\/([^/?#]*))?\/?$/.exec(text);
  if (match === null) return undefined;
  const link = Link.safeParse({ kind: match[1], id: match[2] ?? "" });
  return link.success ? link.data : undefined;
}

/** The first valid link among command-line arguments. */
export function findDeepLink(argv: readonly string[]): DeepLink | undefined {
  for (const argument of argv) {
    const link = parseDeepLink(argument);
    if (link !== undefined) return link;
  }
  return undefined;
}

/** The page's address for a link: built from checked parts, never the link itself. */
export const routeOf = (link: DeepLink | undefined): string => (link?.kind === "case" ? `#/triage?case=${link.id}` : "");
