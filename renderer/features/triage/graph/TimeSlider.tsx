/* oxlint-disable jsx-a11y/prefer-tag-over-role -- two ends on one track over a histogram, which no input gives */
import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { useTime } from "../../../state/use-format.ts";
import { Button } from "../../../ui/Button.tsx";
import { plural } from "../../../ui/format/number.ts";
import { stepTo } from "./graph-store.ts";
import { buckets, histogramOf, isWhole, moveByKey, moveEnd, snapTo, type TimeWindow } from "./time-window.ts";
import styles from "./TimeSlider.module.css";
import type { Scene } from "./use-scene.ts";

const minuteUs = 60_000_000;
const ends = [
  { end: "from", name: "Earliest relation shown" },
  { end: "to", name: "Latest relation shown" },
] as const;

interface HandleProps {
  readonly name: string;
  readonly at: number;
  readonly share: number;
  readonly span: TimeWindow;
  readonly onKey: (event: KeyboardEvent) => void;
}

function Handle({ name, at, share, span, onKey }: HandleProps) {
  const time = useTime();
  return (
    <span
      className={styles["handle"]}
      style={{ left: `${share * 100}%` }}
      role="slider"
      tabIndex={0}
      aria-label={name}
      aria-valuemin={Math.round(span.from / minuteUs)}
      aria-valuemax={Math.round(span.to / minuteUs)}
      aria-valuenow={Math.round(at / minuteUs)}
      aria-valuetext={time.time(at, "date-time")}
      onKeyDown={onKey}
    />
  );
}

/** Relations per slice of time, those of the evidence in front, and what the window leaves out behind a veil. */
function Histogram({ scene, left, right }: { readonly scene: Scene; readonly left: number; readonly right: number }) {
  const bars = histogramOf(scene.drawing.wide.edges, scene.drawing.span);
  const highest = Math.max(1, ...bars.map((bar) => bar.relations));
  const height = (n: number): number => (n === 0 ? 0 : Math.max(1.5, (n / highest) * 20));
  return (
    <svg className={styles["bars"]} viewBox={`0 0 ${buckets} 20`} preserveAspectRatio="none" aria-hidden="true">
      {bars.map((bar, i) => (
        <g key={`slice ${i + 0}`}>
          <rect className={styles["bar"]} x={i + 0.1} width={0.8} y={20 - height(bar.relations)} height={height(bar.relations)} />
          <rect className={styles["bar-evidence"]} x={i + 0.1} width={0.8} y={20 - height(bar.evidence)} height={height(bar.evidence)} />
        </g>
      ))}
      <rect className={styles["veil"]} x={0} y={0} width={left * buckets} height={20} />
      <rect className={styles["veil"]} x={right * buckets} y={0} width={(1 - right) * buckets} height={20} />
    </svg>
  );
}

/** Narrows the graph to a window of time: two ends, five minutes a key press, an hour with Page keys. */
export function TimeSlider({ scene }: { readonly scene: Scene }) {
  const time = useTime();
  const track = useRef<HTMLDivElement>(null);
  const held = useRef<"from" | "to">(undefined);
  const { drawing, view, ofCase, graph } = scene;
  const { span } = drawing;
  const window = view.window ?? span;
  const put = (next: TimeWindow): void => stepTo(graph.anomalyId, { window: isWhole(next, span) ? undefined : next }, "window");
  const share = (at: number): number => Math.min(1, Math.max(0, (at - span.from) / (span.to - span.from)));
  const pointed = (event: PointerEvent): number => {
    const box = track.current?.getBoundingClientRect();
    return box === undefined ? span.from : span.from + ((event.clientX - box.left) / box.width) * (span.to - span.from);
  };
  const grab = (event: PointerEvent): void => {
    const at = pointed(event);
    held.current = Math.abs(at - window.from) <= Math.abs(at - window.to) ? "from" : "to";
    event.currentTarget.setPointerCapture(event.pointerId);
    put(moveEnd(window, held.current, at, span));
  };
  const hidden = drawing.wide.edges.length - drawing.rows.edges.length;
  return (
    <fieldset className={styles["slider"]} aria-label="Time window">
      <div
        ref={track}
        className={styles["track"]}
        onPointerDown={grab}
        onPointerMove={(event) => (held.current === undefined ? undefined : put(moveEnd(window, held.current, pointed(event), span)))}
        onPointerUp={() => (held.current = undefined)}
        onPointerCancel={() => (held.current = undefined)}
      >
        <Histogram scene={scene} left={share(window.from)} right={share(window.to)} />
        {ends.map(({ end, name }) => (
          <Handle
            key={end}
            name={name}
            at={window[end]}
            share={share(window[end])}
            span={span}
            onKey={(event) => {
              const next = moveByKey(window, end, event.key, span);
              if (next === undefined) return;
              event.preventDefault();
              event.stopPropagation();
              put(next);
            }}
          />
        ))}
      </div>
      <span className={styles["range"]}>
        {time.range(window.from, window.to)}
        {hidden === 0 ? null : <i> {plural(hidden, "relation")} outside</i>}
      </span>
      <Button size="small" tone="quiet" onClick={() => put(snapTo(ofCase, span))}>
        Case’s time
      </Button>
      <Button size="small" tone="quiet" disabled={view.window === undefined} onClick={() => put(span)}>
        All
      </Button>
    </fieldset>
  );
}
