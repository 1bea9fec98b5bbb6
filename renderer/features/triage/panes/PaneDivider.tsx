/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-noninteractive-tabindex, jsx-a11y/prefer-tag-over-role -- a separator that can be moved is a widget */
import clsx from "clsx";
import { type KeyboardEvent, type PointerEvent, useLayoutEffect, useRef, useState } from "react";
import { setPreferences, usePreferences } from "../../../state/preferences.ts";
import { boundsOf, type Pane, usualWidth, widthByKey, widthIn, widthMoved } from "./pane-width.ts";
import styles from "./Panes.module.css";

const titles: Readonly<Record<Pane, string>> = { queue: "Width of the queue", context: "Width of the context" };

/** Width in px of the screen that the panes share. */
function useRoom(): readonly [number, (divider: HTMLElement | null) => (() => void) | undefined] {
  const [room, setRoom] = useState(() => window.innerWidth);
  const [observe] = useState(() => (divider: HTMLElement | null) => {
    const screen = divider?.parentElement;
    if (screen === null || screen === undefined) return undefined;
    const observer = new ResizeObserver(() => setRoom(screen.clientWidth));
    observer.observe(screen);
    return () => observer.disconnect();
  });
  return [room, observe];
}

/** Between two panes: dragged, or moved with the arrows; kept for next time. A double click, or Enter, puts it back where it usually is. */
export function PaneDivider({ pane }: { readonly pane: Pane }) {
  const kept = usePreferences((p) => p.panes?.[pane]);
  const [room, observe] = useRoom();
  const [dragged, setDragged] = useState<number>();
  const held = useRef<{ readonly x: number; readonly width: number }>(undefined);
  const ref = useRef<HTMLDivElement>(null);
  const width = dragged ?? widthIn(pane, kept, room);
  useLayoutEffect(() => observe(ref.current), [observe]);
  useLayoutEffect(() => ref.current?.parentElement?.style.setProperty(`--${pane}-width`, `${width}px`), [pane, width]);
  const keep = (next: number): void => {
    const { panes } = usePreferences.getState();
    setPreferences({ panes: { ...panes, [pane]: next === usualWidth(pane, room) ? undefined : next } });
  };
  const grab = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    held.current = { x: event.clientX, width };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const drag = ({ clientX }: PointerEvent): void => {
    if (held.current !== undefined) setDragged(widthMoved(pane, held.current.width, clientX - held.current.x, room));
  };
  const drop = (): void => {
    held.current = undefined;
    if (dragged !== undefined) keep(dragged);
    setDragged(undefined);
  };
  const press = (event: KeyboardEvent): void => {
    const next = widthByKey(pane, event.key, width, room);
    if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    keep(next);
  };
  const { min, max } = boundsOf(pane, room);
  return (
    <div
      ref={ref}
      className={clsx(styles["divider"], styles[pane])}
      role="separator"
      aria-orientation="vertical"
      aria-label={titles[pane]}
      aria-valuenow={width}
      aria-valuemin={min}
      aria-valuemax={max}
      aria-valuetext={`${width} pixels`}
      title={`${titles[pane]}: drag, or arrow keys; double click or Enter for the usual one`}
      tabIndex={0}
      onPointerDown={grab}
      onPointerMove={drag}
      onPointerUp={drop}
      onPointerCancel={drop}
      onDoubleClick={() => keep(usualWidth(pane, room))}
      onKeyDown={press}
    />
  );
}
