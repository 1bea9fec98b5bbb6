import type { ContextGraph, ContextNode } from "../../../../shared/contract/triage.ts";
import { useTime } from "../../../state/use-format.ts";
import { formatCount } from "../../../ui/format/number.ts";
import { Safe } from "../../../ui/Safe.tsx";
import { Tag } from "../../../ui/Tag.tsx";
import { rankEdges } from "./describe.ts";
import styles from "./GraphTable.module.css";

const tones = { evidence: "bad", new: "warn", rare: "neutral", usual: "neutral" } as const;

function Name({ node, id }: { readonly node: ContextNode | undefined; readonly id: string }) {
  return (
    <>
      <span className="mono">
        <Safe text={node?.label ?? id} />
      </span>
      {node?.isNew === true ? (
        <>
          {" "}
          <Tag tone="warn">NEW</Tag>
        </>
      ) : null}
    </>
  );
}

/** The same relations as the drawing, oddest first. */
export function GraphTable({ graph }: { readonly graph: ContextGraph }) {
  const time = useTime();
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls by keyboard
    <section className={styles["scroll"]} aria-label="Context graph as table" tabIndex={0}>
      <table className={styles["table"]}>
        <thead>
          <tr>
            {["Relation", "When", "Count", "State", "Why"].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rankEdges(graph.edges).map((edge) => (
            <tr key={edge.id}>
              <th scope="row">
                <Name node={nodes.get(edge.src)} id={edge.src} /> <span className={styles["relation"]}>{edge.relation}</span>{" "}
                <Name node={nodes.get(edge.dst)} id={edge.dst} />
              </th>
              <td className={styles["when"]}>{edge.from === null ? "no time" : time.range(edge.from, edge.to ?? edge.from)}</td>
              <td className={styles["number"]}>{formatCount(edge.n)}</td>
              <td>
                <Tag tone={tones[edge.state]}>{edge.state}</Tag>
              </td>
              <td>
                <Safe text={edge.why} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {graph.omitted.nodes + graph.omitted.edges === 0 ? null : (
        <p className={styles["rest"]}>
          {formatCount(graph.omitted.nodes)} nodes and {formatCount(graph.omitted.edges)} relations are left out to keep this readable.
        </p>
      )}
    </section>
  );
}
