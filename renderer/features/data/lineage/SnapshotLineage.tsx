import { Link } from "@tanstack/react-router";
import type { LineageNode } from "../../../../shared/contract/lineage.ts";
import { useRequest } from "../../../state/requests.ts";
import { plural } from "../../../ui/format/number.ts";
import { shortId } from "../../../ui/format/text.ts";
import { Safe } from "../../../ui/Safe.tsx";
import { Failure, Skeleton } from "../../../ui/States.tsx";
import styles from "./SnapshotLineage.module.css";

/** What is listed here; the rest is in the drawing. */
const words: Readonly<Partial<Record<LineageNode["kind"], string>>> = {
  snapshot: "snapshot",
  dataset: "dataset",
  model: "model",
  run: "scoring run",
};

function NodeName({ node }: { readonly node: LineageNode }) {
  const name = <Safe text={node.title} />;
  if (node.kind === "model")
    return (
      <Link to="/models" search={{ model: node.title }}>
        {name}
      </Link>
    );
  if (node.kind === "run")
    return (
      <Link to="/triage" search={{ show: "all", q: "", model: node.title }}>
        {name}
      </Link>
    );
  return name;
}

function Nodes({ title, nodes }: { readonly title: string; readonly nodes: readonly LineageNode[] }) {
  return (
    <>
      <h4 className={styles["title"]}>{title}</h4>
      <ul className={styles["nodes"]}>
        {nodes.map((node) => (
          <li key={node.id}>
            <span className={styles["kind"]}>{words[node.kind]}</span>
            <span className={styles["name"]}>
              <NodeName node={node} />
            </span>
            <code title={node.version}>{shortId(node.version)}</code>
          </li>
        ))}
      </ul>
    </>
  );
}

/** What a snapshot was made from besides its files, and everything that was made from it. */
export function SnapshotLineage({ snapshotId }: { readonly snapshotId: string }) {
  const { data, error, refetch } = useRequest("lineage.graph", { of: `snapshot:${snapshotId}` });
  if (error !== null) return <Failure title="The lineage could not be read" error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton lines={3} label="Reading the lineage" />;
  const files =
    data.nodes.filter(({ side, kind }) => side === "upstream" && kind === "file").length +
    (data.leftOut.find(({ kind }) => kind === "file")?.n ?? 0);
  const before = data.nodes.filter(({ side, kind }) => side === "upstream" && kind in words);
  const after = data.nodes.filter(({ side, kind }) => side === "downstream" && kind in words);
  return (
    <>
      {before.length === 0 ? null : <Nodes title="Made from" nodes={before} />}
      {after.length === 0 ? (
        <p className={styles["quiet"]}>Made from {plural(files, "file")}; nothing was made from it yet.</p>
      ) : (
        <Nodes title="Went into" nodes={after} />
      )}
      <p>
        <Link to="/lineage" search={{ of: data.focus }}>
          Trace this snapshot
        </Link>
      </p>
    </>
  );
}
