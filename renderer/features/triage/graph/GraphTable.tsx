/* oxlint-disable jsx-a11y/no-noninteractive-element-to-interactive-role -- a data grid made of a table, as the ARIA practices have it */
import { formatCount } from "../../../ui/format/number.ts";
import { Empty } from "../../../ui/States.tsx";
import { useOpenEntity } from "../use-entity-page.ts";
import { describeGraph } from "./describe.ts";
import styles from "./GraphTable.module.css";
import { GraphTableRow } from "./GraphTableRow.tsx";
import { openEvents } from "./scene-actions.ts";
import { useRows } from "./use-rows.ts";
import type { Scene } from "./use-scene.ts";

const titles = ["What", "Relation", "To", "When", "Count", "State", "Why"] as const;
/** The same relations as the drawing, unfolded, oddest first. Arrows walk them, Enter opens the events of one. */
export function GraphTable({ scene }: { readonly scene: Scene }) {
  const { graph, view } = scene;
  const openEntity = useOpenEntity();
  const { shown, ranked, nodes, current, body, currentRow, visit, move } = useRows(scene);
  if (shown.length === 0)
    return (
      <div className={styles["scroll"]}>
        <Empty title="No relations in this window">Widen the window below, or show all of the time.</Empty>
      </div>
    );
  const left = graph.omitted.nodes + graph.omitted.edges;
  return (
    <section className={styles["scroll"]} aria-label="Context graph as table" data-graph>
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
            <GraphTableRow
              key={edge.id}
              rowRef={i === current ? currentRow : undefined}
              edge={edge}
              nodes={nodes}
              index={i}
              isCurrent={i === current}
              isChosen={view.chosen?.id === edge.id}
              onOpenEntity={(key) => {
                visit(i);
                openEntity(key, scene.ofCase);
              }}
              onOpen={() => {
                visit(i);
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
