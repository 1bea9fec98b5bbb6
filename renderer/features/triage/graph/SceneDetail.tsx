import { ellipsizeMiddle } from "../../../ui/format/text.ts";
import { Button } from "../../../ui/Button.tsx";
import { Safe } from "../../../ui/Safe.tsx";
import { hasPage } from "../entity-names.ts";
import { useOpenEntity } from "../use-entity-page.ts";
import { describeEdge, spoken } from "./describe.ts";
import { isFold } from "./fold.ts";
import styles from "./GraphCanvas.module.css";
import { setEnd, showPanel, takeBack } from "./graph-store.ts";
import { edgeOf, nodeOf, openEvents, showThrough, togglePin, unfold } from "./scene-actions.ts";
import type { Scene } from "./use-scene.ts";

const mostWords = 400;

function NodeActions({ scene, id }: { readonly scene: Scene; readonly id: string }) {
  const { view, pinned, graph } = scene;
  const openEntity = useOpenEntity();
  if (isFold(id))
    return (
      <Button size="small" onClick={() => unfold(scene, id)}>
        Unfold
      </Button>
    );
  const added = view.additions.filter((addition) => addition.of === id);
  const node = nodeOf(scene, id);
  const isThrough = view.chosen?.id === id && view.chosen.dims;
  return (
    <>
      <Button size="small" onClick={() => showPanel("neighbours")}>
        Neighbours
      </Button>
      <Button size="small" aria-pressed={isThrough} onClick={() => showThrough(scene, id)}>
        Only through
      </Button>
      <Button size="small" aria-pressed={pinned.has(id)} onClick={() => togglePin(scene, id)}>
        {pinned.has(id) ? "Unpin" : "Pin"}
      </Button>
      <Button size="small" onClick={() => setEnd("a", id)}>
        Path from
      </Button>
      <Button size="small" onClick={() => setEnd("b", id)}>
        Path to
      </Button>
      {node === undefined || !hasPage(node) ? null : (
        <Button size="small" onClick={() => openEntity(id, scene.ofCase)}>
          Its page
        </Button>
      )}
      {added.map((addition) => (
        <Button
          key={addition.id}
          size="small"
          onClick={() => takeBack(graph.anomalyId, addition.id)}
          aria-label={`Take back ${spoken(addition.what)}`}
        >
          − <Safe text={ellipsizeMiddle(addition.what, 28)} />
        </Button>
      ))}
    </>
  );
}

function Words({ scene, id }: { readonly scene: Scene; readonly id: string }) {
  const node = nodeOf(scene, id);
  const edge = node === undefined ? edgeOf(scene, id) : undefined;
  if (edge !== undefined)
    return (
      <p className={styles["words"]}>
        <b>{describeEdge(scene.drawing.wide, edge)}</b> <Safe text={ellipsizeMiddle(edge.why, mostWords)} />
      </p>
    );
  if (node === undefined) return null;
  const rest = [node.type, node.sublabel, ...node.badges, node.why].filter((part) => part !== "").join(" · ");
  return (
    <p className={styles["words"]}>
      <b>
        <Safe text={ellipsizeMiddle(node.label, mostWords)} />
      </b>{" "}
      <Safe text={ellipsizeMiddle(rest, mostWords)} />
    </p>
  );
}

/** What the chosen or pointed-at thing is in full, and what can be done with it. */
export function SceneDetail({ scene, hovered }: { readonly scene: Scene; readonly hovered: string | undefined }) {
  const { chosen } = scene.view;
  const id = hovered ?? chosen?.id;
  if (id === undefined) return null;
  const edge = chosen?.kind === "edge" ? edgeOf(scene, chosen.id) : undefined;
  return (
    <div className={styles["detail"]} data-chosen={chosen?.id ?? ""}>
      <Words scene={scene} id={id} />
      {chosen === undefined || (hovered !== undefined && hovered !== chosen.id) ? null : (
        <div className={styles["actions"]}>
          {chosen.kind === "node" ? <NodeActions scene={scene} id={chosen.id} /> : null}
          {edge === undefined ? null : edge.events.length === 0 ? (
            <span>No single event is kept for this relation.</span>
          ) : (
            <Button size="small" onClick={() => openEvents(scene, edge)}>
              Its events
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
