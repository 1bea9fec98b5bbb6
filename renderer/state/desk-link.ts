const screens = "triage|hunts|models|data|insights|lineage|settings";

/** An address of the desk by itself, as the part behind the #. */
export const isDeskRoute = (text: string): boolean => new RegExp(`^/(?:${screens})(?:\\?[^#\\s]{0,500})?$`, "u").test(text);

/** The address of a screen in a pasted link, whatever host stands before it: `#/triage?show=open`. */
export function linkIn(text: string): string | undefined {
  const at = text.indexOf("#/");
  const route = at < 0 ? "" : text.slice(at + 1).trim();
  return isDeskRoute(route) ? `#${route}` : undefined;
}

/** What is shown as a link. A host of a page goes before it, so that a browser can follow it there; any other desk takes it pasted into its palette. */
export const linkTo = (route: string, { protocol, origin, pathname }: Pick<Location, "protocol" | "origin" | "pathname">): string =>
  protocol === "http:" ? `${origin}${pathname}#${route}` : `#${route}`;
