export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const gap = 10;

/**
 * Where a card goes so that it hides nothing of what it speaks of: to its right, left, below or above, wherever there is room; over its lower end
 * where there is none. Always wholly in the window, as far as it fits.
 */
export function placeBeside(
  anchor: Box | undefined,
  card: { readonly width: number; readonly height: number },
  window: { readonly width: number; readonly height: number },
): { readonly left: number; readonly top: number } {
  const within = (at: number, size: number, room: number): number => Math.max(gap, Math.min(at, room - size - gap));
  const inWindow = (left: number, top: number) => ({
    left: within(left, card.width, window.width),
    top: within(top, card.height, window.height),
  });
  if (anchor === undefined) return inWindow((window.width - card.width) / 2, (window.height - card.height) / 2);
  const right = anchor.left + anchor.width;
  const bottom = anchor.top + anchor.height;
  if (right + gap + card.width <= window.width - gap) return inWindow(right + gap, anchor.top);
  if (anchor.left - gap - card.width >= gap) return inWindow(anchor.left - gap - card.width, anchor.top);
  if (bottom + gap + card.height <= window.height - gap) return inWindow(anchor.left, bottom + gap);
  if (anchor.top - gap - card.height >= gap) return inWindow(anchor.left, anchor.top - gap - card.height);
  return inWindow(right - card.width, bottom - card.height);
}
