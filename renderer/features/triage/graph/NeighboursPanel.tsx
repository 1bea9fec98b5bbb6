import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Expansion, NeighbourKind } from "../../../../shared/contract/context.ts";
import type { ContextNode } from "../../../../shared/contract/context-graph.ts";
import { useClient } from "../../../state/client-context.ts";
import { announce, showFailure } from "../../../state/messages.ts";
import { request, useRequest } from "../../../state/requests.ts";
import { Button } from "../../../ui/Button.tsx";
import { formatCount, plural } from "../../../ui/format/number.ts";
import { ellipsizeMiddle } from "../../../ui/format/text.ts";
import { Safe } from "../../../ui/Safe.tsx";
import { Failure, Skeleton } from "../../../ui/States.tsx";
import { showTable } from "../triage-store.ts";
import { pluralOf } from "./fold.ts";
import styles from "./Panel.module.css";
import { expandBy, mostEdges, mostNodes, roomIn } from "./parts.ts";
import { add, nodeOf } from "./scene-actions.ts";
import { SidePanel } from "./SidePanel.tsx";
import type { Scene } from "./use-scene.ts";

const kindWords = ({ way, relation, type }: NeighbourKind): string =>
  way === "out" ? `${pluralOf(type)} it ${relation}` : `${pluralOf(type)} that ${relation} it`;

/** How many of a kind were drawn from here so far: where the next page begins. */
const drawnOf = ({ view }: Scene, node: string, kind: string): number =>
  view.additions
    .filter((addition) => addition.of === node && addition.id.startsWith(`${node}\u0000${kind}\u0000`))
    .reduce((n, addition) => n + addition.nodes.length, 0);

function useExpand(scene: Scene, node: ContextNode) {
  const client = useClient();
  const queries = useQueryClient();
  const [pending, setPending] = useState<string>();
  const { from, to } = scene.view.window ?? {};
  const expand = async (kind: NeighbourKind): Promise<void> => {
    const offset = drawnOf(scene, node.id, kind.kind);
    setPending(kind.kind);
    try {
      const { page }: Expansion = await queries.fetchQuery(
        request(client, "context.expand", {
          anomalyId: scene.graph.anomalyId,
          node: node.id,
          kind: kind.kind,
          offset,
          limit: expandBy,
          from,
          to,
        }),
      );
      if (page === null || page.nodes.length === 0) return announce("There are no more of these.");
      const what = `${plural(page.nodes.length, kind.type, pluralOf(kind.type))} ${kind.relation}`;
      add(scene, { id: `${node.id}\u0000${kind.kind}\u0000${offset}`, of: node.id, what, nodes: page.nodes, edges: page.edges });
      announce(`Added ${what}.`);
    } catch (error) {
      showFailure("The neighbours could not be read", error);
    } finally {
      setPending(undefined);
    }
  };
  return { expand, pending };
}

function Kinds({ scene, node, kinds }: { readonly scene: Scene; readonly node: ContextNode; readonly kinds: readonly NeighbourKind[] }) {
  const { expand, pending } = useExpand(scene, node);
  const isFull = !roomIn(scene.drawing.placed);
  return (
    <>
      {isFull ? (
        <p className={styles["full"]}>
          The drawing is full at {formatCount(mostNodes)} nodes and {formatCount(mostEdges)} relations. Narrow by time, take something back,
          or{" "}
          <Button size="small" onClick={() => showTable(true)}>
            open as table
          </Button>
        </p>
      ) : null}
      <ul className={styles["kinds"]}>
        {kinds.map((kind) => {
          const left = kind.nodes - drawnOf(scene, node.id, kind.kind);
          return (
            <li key={kind.kind}>
              <span>
                <b>{formatCount(kind.nodes)}</b> {kindWords(kind)}
                <i>
                  {plural(kind.events, "time")}
                  {kind.fresh === 0 ? "" : ` · ${formatCount(kind.fresh)} new`}
                </i>
              </span>
              <Button
                size="small"
                disabled={left <= 0 || isFull || pending !== undefined}
                aria-label={`Draw ${Math.min(expandBy, left)} more: ${kindWords(kind)}`}
                onClick={() => void expand(kind)}
              >
                {left <= 0 ? "all drawn" : `+${Math.min(expandBy, left)}`}
              </Button>
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** How many neighbours of each kind a node has; drawn fifteen at a time, rarest first. */
export function NeighboursPanel({ scene }: { readonly scene: Scene }) {
  const { chosen, window } = scene.view;
  const node = chosen?.kind === "node" ? nodeOf(scene, chosen.id) : undefined;
  const { data, error, refetch } = useRequest(
    "context.expand",
    { anomalyId: scene.graph.anomalyId, node: node?.id ?? "", from: window?.from, to: window?.to },
    node !== undefined,
  );
  const body = (): React.ReactNode => {
    if (node === undefined) return <p className={styles["hint"]}>Choose a node first.</p>;
    if (error !== null) return <Failure title="The neighbours could not be counted" error={error} onRetry={() => void refetch()} />;
    if (data === undefined) return <Skeleton lines={4} label="Counting neighbours" />;
    if (data.unknownBecause !== null) return <p className={styles["hint"]}>{data.unknownBecause}</p>;
    if (data.kinds.length === 0) return <p className={styles["hint"]}>No neighbours in this window.</p>;
    return <Kinds scene={scene} node={node} kinds={data.kinds} />;
  };
  return (
    <SidePanel title="Neighbours">
      {node === undefined ? null : (
        <p className={styles["of"]}>
          of <Safe text={ellipsizeMiddle(node.label, 40)} />
          {window === undefined ? "" : ", in the window"}
        </p>
      )}
      {body()}
    </SidePanel>
  );
}
