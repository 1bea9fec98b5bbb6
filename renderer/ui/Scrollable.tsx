import type { ComponentProps } from "react";

interface ScrollableProps extends Omit<ComponentProps<"section">, "ref" | "tabIndex"> {
  readonly as?: "section" | "aside" | "nav" | "pre";
}

/** A part of the page that scrolls by itself: it takes the focus, so that the keyboard can scroll it in every browser. Named by `aria-label`. */
export function Scrollable({ as: Element = "section", ...rest }: ScrollableProps): React.ReactNode {
  return <Element {...rest} tabIndex={0} />;
}
