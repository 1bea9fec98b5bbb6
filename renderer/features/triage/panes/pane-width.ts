/**
 * A pane beside the case, in px: how wide it is without anybody's wish, on a screen of 1440 and growing by a share of the room up to the widest that
 * still helps; the least it can be, and the most, as a share of the screen.
 */
const panes = {
  queue: { usual: 376, ofRoom: 0.27, widest: 496, least: 280, share: 0.36, grows: 1 },
  context: { usual: 340, ofRoom: 0.244, widest: 420, least: 260, share: 0.32, grows: -1 },
} as const;
export type Pane = keyof typeof panes;

const stepPx = 16;

export const usualWidth = (pane: Pane, room: number): number => {
  const { usual, ofRoom, widest } = panes[pane];
  return Math.min(widest, Math.max(usual, Math.round(room * ofRoom)));
};

export const boundsOf = (pane: Pane, room: number): { readonly min: number; readonly max: number } => {
  const { least, share } = panes[pane];
  return { min: least, max: Math.max(least, Math.floor(room * share)) };
};

/** The width that is wished for, as far as there is room. What was kept by another version may be anything. */
export function widthIn(pane: Pane, wished: unknown, room: number): number {
  const { min, max } = boundsOf(pane, room);
  const width = typeof wished === "number" && Number.isFinite(wished) ? wished : usualWidth(pane, room);
  return Math.round(Math.min(max, Math.max(min, width)));
}

/** The divider is moved so far to the right. */
export const widthMoved = (pane: Pane, width: number, byPx: number, room: number): number =>
  widthIn(pane, width + byPx * panes[pane].grows, room);

/** Arrows move the divider, Home and End to where it can go no further, Enter back to where it usually is. Undefined for other keys. */
export function widthByKey(pane: Pane, key: string, width: number, room: number): number | undefined {
  const { min, max } = boundsOf(pane, room);
  const isLeftPane = panes[pane].grows === 1;
  switch (key) {
    case "ArrowLeft":
      return widthMoved(pane, width, -stepPx, room);
    case "ArrowRight":
      return widthMoved(pane, width, stepPx, room);
    case "Home":
      return isLeftPane ? min : max;
    case "End":
      return isLeftPane ? max : min;
    case "Enter":
      return widthIn(pane, undefined, room);
    default:
      return undefined;
  }
}
