/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions -- the buttons inside have the focus; arrows go from one to the next */
import clsx from "clsx";
import { useTime } from "../../state/use-format.ts";
import { shortId } from "../../ui/format/text.ts";
import { Safe } from "../../ui/Safe.tsx";
import { nodeHeight, nodeWidth, type PlacedNode } from "./layers.ts";
import { kindTitle, kindWords, sideWords } from "./lineage-words.ts";
import { Overview } from "./Overview.tsx";
import { StateWord } from "./StateWord.tsx";
import type { Traced } from "./use-lineage.ts";
import { useWalk } from "./use-walk.ts";
import styles from "./Lineage.module.css";

function NodeBox({ placed, traced }: { readonly placed: PlacedNode; readonly traced: Traced }) {
  const time = useTime();
  const { node, x, y } = placed;
  const { Icon } = kindWords[node.kind];
  const isChosen = traced.chosen?.id === node.id;
  const state = traced.stateOf(node);
  const facts = [
    node.by,
    node.note,
    node.by === undefined && node.note === undefined && node.at !== undefined ? time.time(node.at, "date-time") : undefined,
  ];
  return (
    <button
      type="button"
      className={clsx(styles["node"], isChosen && styles["chosen"], node.side === "focus" && styles["focus"])}
      style={{ left: x, top: y, width: nodeWidth, height: nodeHeight }}
      tabIndex={isChosen ? 0 : -1}
      data-chosen={isChosen ? "" : undefined}
      aria-pressed={isChosen}
      onClick={() => traced.choose(node.id)}
    >
      <span className={styles["kind"]}>
        <Icon size={12} strokeWidth={1.75} aria-hidden="true" />
        <span>{kindTitle(node)}</span>
        {state === undefined ? null : <StateWord state={state} />}
      </span>
      <span className={styles["title"]}>
        <Safe text={node.title} />
      </span>
      <span className={styles["fact"]}>
        {node.version === "" || node.count !== undefined ? null : <code>{shortId(node.version)}</code>}{" "}
        <Safe text={facts.filter((fact) => fact !== undefined && fact !== "").join(", ")} />
      </span>
      <span className="visually-hidden">, {sideWords[node.side]}</span>
    </button>
  );
}

/** From left to right what was made of what. Arrows walk it; the table has the same rows. */
export function LineageGraph({ traced }: { readonly traced: Traced }) {
  const { drawing, chosen } = traced;
  const { ground, move } = useWalk(traced, false);
  const isNear = (id: string): boolean => chosen?.id === id;
  return (
    <>
      <div ref={ground} className={styles["ground"]} data-pane="lineage">
        <fieldset
          aria-label={`Lineage graph, ${String(drawing.nodes.length)} nodes from left to right; arrows walk along the lines`}
          className={styles["drawing"]}
          style={{ width: drawing.width, height: drawing.height }}
          onKeyDown={move}
        >
          <svg width={drawing.width} height={drawing.height} aria-hidden="true" className={styles["edges"]}>
            {drawing.edges.map(({ from, to, job, path }) => (
              <path key={`${from} ${to} ${job}`} d={path} className={clsx((isNear(from) || isNear(to)) && styles["near"])} />
            ))}
          </svg>
          {drawing.nodes.map((placed) => (
            <NodeBox key={placed.node.id} placed={placed} traced={traced} />
          ))}
        </fieldset>
      </div>
      <Overview traced={traced} ground={ground} />
    </>
  );
}
