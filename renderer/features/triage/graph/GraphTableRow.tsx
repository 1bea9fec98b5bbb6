import clsx from "clsx";
import type { RefObject } from "react";
import type { ContextEdge, ContextNode } from "../../../../shared/contract/context-graph.ts";
import { type TimeFormat, useTime } from "../../../state/use-format.ts";
import { formatCount } from "../../../ui/format/number.ts";
import { ellipsizeMiddle } from "../../../ui/format/text.ts";
import { Safe } from "../../../ui/Safe.tsx";
import { Tag } from "../../../ui/Tag.tsx";
import { hasPage } from "../entity-names.ts";
import styles from "./GraphTable.module.css";
import { intervalOf } from "./time-window.ts";

const tones = { evidence: "bad", new: "warn", rare: "neutral", usual: "neutral", stale: "neutral" } as const;
const mostText = 300;
interface NameProps {
  readonly node: ContextNode | undefined;
  readonly id: string;
  readonly onOpen: (key: string) => void;
}

/** By mouse the way to its page; by keyboard that is a key of the row. */
function Name({ node, id, onOpen }: NameProps) {
  const name = <Safe text={ellipsizeMiddle(node?.label ?? id, mostText)} />;
  return (
    <>
      {node === undefined || !hasPage(node) ? (
        <span className="mono">{name}</span>
      ) : (
        <button
          type="button"
          tabIndex={-1}
          className={clsx(styles["name"], "mono")}
          title="Its page"
          onClick={(event) => {
            event.stopPropagation();
            onOpen(node.id);
          }}
        >
          {name}
        </button>
      )}
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
  return interval === undefined ? "no time" : time.listRange(interval.from, interval.to);
}

interface RowProps {
  readonly edge: ContextEdge;
  readonly nodes: ReadonlyMap<string, ContextNode>;
  readonly index: number;
  readonly isCurrent: boolean;
  readonly isChosen: boolean;
  readonly onOpen: () => void;
  readonly onOpenEntity: (key: string) => void;
  readonly rowRef: RefObject<HTMLTableRowElement | null> | undefined;
}

/** A relation as a row of the table; a name leads to its page, the rest to the events. */
export function GraphTableRow({ rowRef, edge, nodes, index, isCurrent, isChosen, onOpen, onOpenEntity }: RowProps) {
  const time = useTime();
  return (
    <tr ref={rowRef} aria-rowindex={index + 2} aria-selected={isChosen} tabIndex={isCurrent ? 0 : -1} onClick={onOpen}>
      <th scope="row">
        <Name node={nodes.get(edge.src)} id={edge.src} onOpen={onOpenEntity} />
      </th>
      <td className={styles["relation"]}>
        <Safe text={ellipsizeMiddle(edge.relation, mostText)} />
      </td>
      <td>
        <Name node={nodes.get(edge.dst)} id={edge.dst} onOpen={onOpenEntity} />
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
