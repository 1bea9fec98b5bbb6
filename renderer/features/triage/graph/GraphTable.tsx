/* oxlint-disable jsx-a11y/no-noninteractive-element-to-interactive-role -- a data grid made of a table, as the ARIA practices have it */
import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import type { ContextEdge, ContextNode } from "../../../../shared/contract/triage.ts";
import { type TimeFormat, useTime } from "../../../state/use-format.ts";
import { formatCount } from "../../../ui/format/number.ts";
import { ellipsizeMiddle } from "../../../ui/format/text.ts";
import { Safe } from "../../../ui/Safe.tsx";
import { Tag } from "../../../ui/Tag.tsx";
import { Empty } from "../../../ui/States.tsx";
import { describeGraph } from "./describe.ts";
import styles from "./GraphTable.module.css";
import { rankEdges } from "./parts.ts";
import { openEvents } from "./scene-actions.ts";
import { intervalOf } from "./time-window.ts";
import type { Scene } from "./use-scene.ts";

const tones = { evidence: "bad", new: "warn", rare: "neutral", usual: "neutral", stale: "neutral" } as const;
const titles = ["What", "Relation", "To", "When", "Count", "State", "Why"] as const;
const mostText = 300;
/** More rows than anybody reads make the page slow; narrowing brings the others in. */
const mostRows = 1000;

function Name({ node, id }: { readonly node: ContextNode | undefined; readonly id: string }) {
  return (
    <>
      <span className="mono">
        <Safe text={ellipsizeMiddle(node?.label ?? id, mostText)} />
      </span>
      {node?.isNew === true ? (
        <>
          {" "}
          <Tag tone="warn">NEW</Tag>
        </>
      ) : null}
      {node?.badges.includes("HOLD") === true ? (
        <>
          {" "}
          <Tag tone="warn">HOLD</Tag>
        </>
      ) : null}
    </>
  );
}

function when(edge: ContextEdge, time: TimeFormat): string {
  const interval = intervalOf(edge);
  return interval === undefined ? "no time" : time.range(interval.from, interval.to);
}

interface RowProps {
  readonly edge: ContextEdge;
  readonly nodes: ReadonlyMap<string, ContextNode>;
  readonly index: number;
  readonly isCurrent: boolean;
  readonly isChosen: boolean;
  readonly onOpen: () => void;
}

function Row({ edge, nodes, index, isCurrent, isChosen, onOpen }: RowProps) {
  const time = useTime();
  return (
    <tr aria-rowindex={index + 2} aria-selected={isChosen} tabIndex={isCurrent ? 0 : -1} onClick={onOpen}>
      <th scope="row">
        <Name node={nodes.get(edge.src)} id={edge.src} />
      </th>
      <td className={styles["relation"]}>
        <Safe text={ellipsizeMiddle(edge.relation, mostText)} />
      </td>
      <td>
        <Name node={nodes.get(edge.dst)} id={edge.dst} />
      </td>
      <td className={styles["when"]}>{when(edge, time)}</td>
      <td className={styles["number"]}>{formatCount(edge.n)}</td>
      <td>
        <Tag tone={tones[edge.state]}>{edge.state}</Tag>
      </td>
      <td>
        <Safe text={ellipsizeMiddle(edge.why, mostText)} />
      </td>
    </tr>
  );
}

/** The same relations as the drawing, unfolded, oddest first. Arrows walk them, Enter opens the events of one. */
export function GraphTable({ scene }: { readonly scene: Scene }) {
  const { drawing, graph, view } = scene;
  const [at, setAt] = useState(0);
  const body = useRef<HTMLTableSectionElement>(null);
  const nodes = useMemo(() => new Map(drawing.wide.nodes.map((node) => [node.id, node])), [drawing.wide]);
  const ranked = useMemo(() => rankEdges(drawing.rows.edges), [drawing.rows]);
  const shown = ranked.slice(0, mostRows);
  const current = Math.min(at, shown.length - 1);
  const move = (event: KeyboardEvent): void => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -shown.length, End: shown.length };
    const step = steps[event.key];
    const edge = shown[current];
    if (event.shiftKey) return;
    if (event.key === "Enter" && edge !== undefined) openEvents(scene, edge);
    else if (step !== undefined) {
      const next = Math.min(shown.length - 1, Math.max(0, current + step));
      setAt(next);
      body.current?.querySelectorAll<HTMLElement>("tr")[next]?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  if (shown.length === 0)
    return (
      <div className={styles["scroll"]}>
        <Empty title="No relations in this window">Widen the window below, or show all of the time.</Empty>
      </div>
    );
  const left = graph.omitted.nodes + graph.omitted.edges;
  return (
    <section className={styles["scroll"]} aria-label="Context graph as table">
      <p className="visually-hidden">{describeGraph(graph)}</p>
      <table className={styles["table"]} role="grid" aria-label="Relations" aria-rowcount={ranked.length + 1} onKeyDown={move}>
        <thead>
          <tr aria-rowindex={1}>
            {titles.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {shown.map((edge, i) => (
            <Row
              key={edge.id}
              edge={edge}
              nodes={nodes}
              index={i}
              isCurrent={i === current}
              isChosen={view.chosen?.id === edge.id}
              onOpen={() => {
                setAt(i);
                openEvents(scene, edge);
              }}
            />
          ))}
        </tbody>
      </table>
      {ranked.length === shown.length ? null : (
        <p className={styles["rest"]}>
          The first {formatCount(shown.length)} of {formatCount(ranked.length)} relations. Narrow the time to see others.
        </p>
      )}
      {left === 0 ? null : (
        <p className={styles["rest"]}>
          {formatCount(graph.omitted.nodes)} nodes and {formatCount(graph.omitted.edges)} relations told too little to be kept with the
          case; a node’s neighbours bring them.
        </p>
      )}
    </section>
  );
}
