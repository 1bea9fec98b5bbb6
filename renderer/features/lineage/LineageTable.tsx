/* oxlint-disable jsx-a11y/no-noninteractive-element-to-interactive-role -- a data grid made of a table, as the ARIA practices have it */
import { useTime } from "../../state/use-format.ts";
import { shortId } from "../../ui/format/text.ts";
import { Safe } from "../../ui/Safe.tsx";
import { kindTitle, sideWords } from "./lineage-words.ts";
import { StateWord } from "./StateWord.tsx";
import type { Traced } from "./use-lineage.ts";
import { useWalk } from "./use-walk.ts";
import styles from "./Lineage.module.css";

const titles = ["Kind", "Name", "Id", "Place", "Made from", "Since", "By, note", "Verified"] as const;
const namedSources = 3;

/** The nodes of the drawing in its order. Arrows walk the rows. */
export function LineageTable({ traced }: { readonly traced: Traced }) {
  const time = useTime();
  const { drawing, chosen } = traced;
  const { ground, move } = useWalk(traced, true);
  const names = new Map(drawing.nodes.map(({ node }) => [node.id, `${kindTitle(node)} ${node.title}`]));
  const sources = (id: string): string => {
    const from = drawing.edges.filter(({ to }) => to === id).map((edge) => names.get(edge.from) ?? "");
    return from.length <= namedSources
      ? from.join(", ")
      : `${from.slice(0, namedSources).join(", ")} and ${String(from.length - namedSources)} more`;
  };
  return (
    <div ref={ground} className={styles["scroll"]} data-pane="lineage">
      <table
        className={styles["table"]}
        role="grid"
        aria-label="Lineage as a table"
        aria-rowcount={drawing.nodes.length + 1}
        onKeyDown={move}
      >
        <thead>
          <tr aria-rowindex={1}>
            {titles.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {drawing.nodes.map(({ node }, i) => {
            const isChosen = chosen?.id === node.id;
            const state = traced.stateOf(node);
            return (
              <tr
                key={node.id}
                aria-rowindex={i + 2}
                aria-selected={isChosen}
                tabIndex={isChosen ? 0 : -1}
                data-chosen={isChosen ? "" : undefined}
                onClick={() => traced.choose(node.id)}
              >
                <td>{kindTitle(node)}</td>
                <th scope="row">
                  <Safe text={node.title} />
                </th>
                <td>{node.version === "" || node.count !== undefined ? "" : <code>{shortId(node.version)}</code>}</td>
                <td>{sideWords[node.side]}</td>
                <td>
                  <Safe text={sources(node.id)} />
                </td>
                <td>{node.at === undefined ? "" : time.time(node.at, "date-time")}</td>
                <td>
                  <Safe text={[node.by ?? "", node.note ?? ""].filter((text) => text !== "").join(", ")} />
                </td>
                <td>{state === undefined ? "not asked" : <StateWord state={state} />}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
