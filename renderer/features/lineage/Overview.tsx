import clsx from "clsx";
import { type RefObject, useEffect, useState } from "react";
import { nodeHeight, nodeWidth } from "./layers.ts";
import type { Traced } from "./use-lineage.ts";
import styles from "./Lineage.module.css";

interface Sight {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What of the drawing is in sight, kept current while it is scrolled or its room changes. */
function useSight(ground: RefObject<HTMLDivElement | null>): Sight | undefined {
  const [sight, setSight] = useState<Sight>();
  useEffect(() => {
    const element = ground.current;
    if (element === null) return undefined;
    const read = (): void =>
      setSight({ x: element.scrollLeft, y: element.scrollTop, width: element.clientWidth, height: element.clientHeight });
    read();
    const sizes = new ResizeObserver(read);
    sizes.observe(element);
    element.addEventListener("scroll", read, { passive: true });
    return () => {
      sizes.disconnect();
      element.removeEventListener("scroll", read);
    };
  }, [ground]);
  return sight;
}

/** The whole drawing in small, where it has no room at its size; a click goes there. Whoever reads without seeing has the drawing itself. */
export function Overview({ traced, ground }: { readonly traced: Traced; readonly ground: RefObject<HTMLDivElement | null> }) {
  const sight = useSight(ground);
  const { drawing, chosen } = traced;
  if (sight === undefined || (drawing.width <= sight.width && drawing.height <= sight.height)) return null;
  return (
    <div className={styles["overview"]} aria-hidden="true">
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- arrows walk the drawing itself */}
      <svg
        viewBox={`0 0 ${drawing.width} ${drawing.height}`}
        onClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          const scale = Math.min(box.width / drawing.width, box.height / drawing.height);
          const x = (event.clientX - box.left - (box.width - drawing.width * scale) / 2) / scale;
          const y = (event.clientY - box.top - (box.height - drawing.height * scale) / 2) / scale;
          ground.current?.scrollTo({ left: x - sight.width / 2, top: y - sight.height / 2 });
        }}
      >
        {drawing.edges.map(({ from, to, job, path }) => (
          <path key={`${from} ${to} ${job}`} d={path} />
        ))}
        {drawing.nodes.map(({ node, x, y }) => (
          <rect
            key={node.id}
            x={x}
            y={y}
            width={nodeWidth}
            height={nodeHeight}
            rx={6}
            className={clsx(
              styles["spot"],
              node.side === "focus" && styles["focus"],
              chosen?.id === node.id && styles["chosen"],
              styles[traced.stateOf(node) ?? ""],
            )}
          />
        ))}
        <rect
          className={styles["sight"]}
          x={sight.x}
          y={sight.y}
          width={Math.min(sight.width, drawing.width)}
          height={Math.min(sight.height, drawing.height)}
        />
      </svg>
    </div>
  );
}
