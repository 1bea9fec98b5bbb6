import type { Page } from "@playwright/test";

/** Runs in the page: everything of it that a small window, or a large zoom, takes away from the reader. */
function findLost(): string[] {
  const lost = new Set<string>();
  const name = (element: Element): string => `${element.tagName.toLowerCase()} “${element.textContent.trim().slice(0, 40)}”`;
  const scrolls = (element: Element): boolean => /auto|scroll/.test(getComputedStyle(element).overflowY);
  // Tables, code and drawings may need both directions (WCAG 1.4.10); text may not.
  const mayScrollBothWays = (element: Element): boolean =>
    element.matches('table, pre, [role="grid"], [data-sql-editor], [role="application"]') ||
    element.querySelector('table, pre, [role="grid"], [data-sql-editor]') !== null ||
    element.closest("[data-sql-editor], pre") !== null;

  if (document.documentElement.scrollWidth > window.innerWidth) lost.add("the page scrolls sideways");
  const texts: { readonly element: Element; readonly rect: DOMRect }[] = [];
  for (const element of document.querySelectorAll<HTMLElement>("#root *, [role=dialog], [role=dialog] *")) {
    if (
      !element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) ||
      element.closest(".visually-hidden, svg, select, .cm-editor") !== null
    )
      continue;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    if (scrolls(element) && element.scrollWidth > element.clientWidth + 2 && element.clientWidth > 0 && !mayScrollBothWays(element))
      lost.add(`${name(element)} scrolls sideways: ${String(element.scrollWidth)} in ${String(element.clientWidth)}`);
    const hasText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== "");
    if (!hasText || box.width < 2 || box.height < 2) continue;
    if (/hidden|clip/.test(style.overflowX) && style.textOverflow !== "ellipsis" && element.scrollWidth > element.clientWidth + 1)
      lost.add(`${name(element)} is cut off by its own box`);
    let [left, top, right, bottom] = [box.left, box.top, box.right, box.bottom];
    for (let up = element.parentElement; up !== null && up !== document.body; up = up.parentElement) {
      const around = getComputedStyle(up);
      const edge = up.getBoundingClientRect();
      if (
        /hidden|clip/.test(around.overflowX) &&
        around.textOverflow !== "ellipsis" &&
        !scrolls(up) &&
        (box.right > edge.right + 3 || box.left < edge.left - 3)
      )
        lost.add(`${name(element)} is cut off sideways`);
      if (/hidden|clip|auto|scroll/.test(around.overflowX + around.overflowY)) {
        [left, top, right, bottom] = [
          Math.max(left, edge.left),
          Math.max(top, edge.top),
          Math.min(right, edge.right),
          Math.min(bottom, edge.bottom),
        ];
      }
      if (around.position === "fixed") break;
    }
    if (right - left > 3 && bottom - top > 3 && left < window.innerWidth && top < window.innerHeight) {
      const range = document.createRange();
      range.selectNodeContents(element);
      for (const line of range.getClientRects()) {
        const [x, y, width, height] = [
          Math.max(line.left, left),
          Math.max(line.top, top),
          Math.min(line.right, right) - Math.max(line.left, left),
          Math.min(line.bottom, bottom) - Math.max(line.top, top),
        ];
        if (width > 3 && height > 3) texts.push({ element, rect: new DOMRect(x, y, width, height) });
      }
    }
  }
  for (const [i, { element, rect }] of texts.entries())
    for (const other of texts.slice(i + 1)) {
      if (element.contains(other.element) || other.element.contains(element)) continue;
      const across = Math.min(rect.right, other.rect.right) - Math.max(rect.left, other.rect.left);
      const down = Math.min(rect.bottom, other.rect.bottom) - Math.max(rect.top, other.rect.top);
      if (across < 4 || down < 6) continue;
      // What lies over another on purpose, such as a message or a sticky head, hides it: only both in sight collide.
      const [x, y] = [Math.max(rect.left, other.rect.left) + across / 2, Math.max(rect.top, other.rect.top) + down / 2];
      const seen = document.elementsFromPoint(x, y);
      const [first, second] = [seen.indexOf(element), seen.indexOf(other.element)];
      const opaque = seen.findIndex(
        (one) => getComputedStyle(one).backgroundColor.startsWith("rgb(") && one !== element && one !== other.element,
      );
      if (first >= 0 && second >= 0 && (opaque < 0 || opaque > Math.max(first, second)))
        lost.add(`${name(element)} and ${name(other.element)} lie over each other`);
    }
  return [...lost];
}

export const lostToReader = (page: Page): Promise<string[]> => page.evaluate(findLost);
