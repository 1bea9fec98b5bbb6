/** Moves the focus to the next or previous pane of the screen, the way F6 does everywhere else. */
export function focusPane(step: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>("[data-pane]")].filter((pane) => pane.offsetParent !== null);
  if (panes.length === 0) return;
  const current = panes.findLastIndex((pane) => pane.contains(document.activeElement));
  const next = current < 0 ? (step > 0 ? 0 : panes.length - 1) : (current + step + panes.length) % panes.length;
  const pane = panes[next];
  if (pane === undefined) return;
  const target =
    pane.tabIndex >= -1 && pane.hasAttribute("tabindex") ? pane : pane.querySelector<HTMLElement>("button,[href],input,[tabindex]");
  target?.focus();
}
