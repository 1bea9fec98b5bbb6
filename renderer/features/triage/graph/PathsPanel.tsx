import { useState } from "react";
import type { ContextNode } from "../../../../shared/contract/context-graph.ts";
import type { FoundPath } from "../../../../shared/domain/graph-paths.ts";
import { Button } from "../../../ui/Button.tsx";
import { Choice } from "../../../ui/Choice.tsx";
import { formatPercent } from "../../../ui/format/number.ts";
import { ellipsizeMiddle, toSafeText } from "../../../ui/format/text.ts";
import { Safe } from "../../../ui/Safe.tsx";
import { setEnd, useGraphs } from "./graph-store.ts";
import styles from "./Panel.module.css";
import { SidePanel } from "./SidePanel.tsx";
import { type PathChoices, usePaths } from "./use-paths.ts";
import type { Scene } from "./use-scene.ts";

const mostName = 34;
const nameOf = (nodes: readonly ContextNode[], id: string): string =>
  toSafeText(ellipsizeMiddle(nodes.find((node) => node.id === id)?.label ?? id, mostName));

const directions = [
  { value: "either", label: "either way" },
  { value: "along", label: "from first to second" },
  { value: "against", label: "from second to first" },
] as const;
const places = [
  { value: "telemetry", label: "in all telemetry" },
  { value: "drawing", label: "in what is drawn" },
] as const;

function End({ scene, end }: { readonly scene: Scene; readonly end: "a" | "b" }) {
  const ends = useGraphs((s) => s.ends);
  const { nodes } = scene.drawing.wide;
  const options = nodes
    .filter((node) => node.role !== "aggregate")
    .map((node) => ({ value: node.id, label: `${nameOf(nodes, node.id)} (${node.type})` }))
    .toSorted((x, y) => (x.label < y.label ? -1 : 1));
  const value = options.some((option) => option.value === ends[end]) ? (ends[end] ?? "") : "";
  return (
    <Choice
      label={end === "a" ? "From" : "To"}
      value={value}
      options={[{ value: "", label: "choose a node" }, ...options]}
      onChange={(id) => setEnd(end, id === "" ? undefined : id)}
    />
  );
}

function Found({
  path,
  nodes,
  isOn,
  onFollow,
}: {
  readonly path: FoundPath;
  readonly nodes: readonly ContextNode[];
  readonly isOn: boolean;
  readonly onFollow: () => void;
}) {
  return (
    <li>
      <button type="button" className={styles["path"]} aria-pressed={isOn} onClick={onFollow}>
        {path.nodes.map((id, i) => (
          <span key={id}>
            {i === 0 ? "" : " → "}
            <Safe text={nameOf(nodes, id)} />
          </span>
        ))}
        <i>
          {path.edges.length} hops · cost {path.cost.toFixed(1)} · least certain step {formatPercent(path.confidence)}
        </i>
      </button>
    </li>
  );
}

function Check({ label, isOn, onChange }: { readonly label: string; readonly isOn: boolean; readonly onChange: (isOn: boolean) => void }) {
  return (
    <label className={styles["check"]}>
      <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.target.checked)} /> {label}
    </label>
  );
}

const startChoices: PathChoices = { where: "telemetry", direction: "either", relation: "", respectsTime: false, passesShared: false };

/** The cheapest ways from one thing to another: certain steps are cheap, crowded places dear. */
export function PathsPanel({ scene }: { readonly scene: Scene }) {
  const ends = useGraphs((s) => s.ends);
  const [choices, setChoices] = useState(startChoices);
  const { findings, isLooking, look, follow } = usePaths(scene, ends);
  const change = (part: Partial<PathChoices>): void => setChoices({ ...choices, ...part });
  const relations = [...new Set(scene.drawing.wide.edges.map((edge) => edge.relation))].toSorted();
  const isReady = ends.a !== undefined && ends.b !== undefined && ends.a !== ends.b;
  const trail = scene.view.trail?.edges.join("\u0000");
  return (
    <SidePanel title="Paths">
      <div className={styles["form"]}>
        <End scene={scene} end="a" />
        <End scene={scene} end="b" />
        <Choice label="Look" value={choices.where} options={places} onChange={(where) => change({ where })} />
        <Choice label="Way" value={choices.direction} options={directions} onChange={(direction) => change({ direction })} />
        <Choice
          label="Relations"
          value={choices.relation}
          options={[
            { value: "", label: "all" },
            ...relations.map((value) => ({ value, label: `only: ${toSafeText(ellipsizeMiddle(value, mostName))}` })),
          ]}
          onChange={(relation) => change({ relation })}
        />
        <Check
          label="each step no earlier than the one before"
          isOn={choices.respectsTime}
          onChange={(respectsTime) => change({ respectsTime })}
        />
        <Check label="pass through shared nodes" isOn={choices.passesShared} onChange={(passesShared) => change({ passesShared })} />
        <Button size="small" tone="primary" disabled={!isReady || isLooking} onClick={() => void look(choices)}>
          {isLooking ? "Looking" : "Find paths"}
        </Button>
      </div>
      {findings === undefined ? null : (
        <ol className={styles["paths"]} aria-label="Paths found">
          {findings.paths.map((path) => (
            <Found
              key={path.edges.join("\u0000")}
              path={path}
              nodes={findings.nodes}
              isOn={trail === path.edges.join("\u0000")}
              onFollow={() => follow(path, findings)}
            />
          ))}
        </ol>
      )}
      {findings?.remarks.map((remark) => (
        <p key={remark} className={styles["hint"]}>
          {remark}
        </p>
      ))}
    </SidePanel>
  );
}
