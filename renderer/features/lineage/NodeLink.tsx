import { Link } from "@tanstack/react-router";
import type { ShownNode } from "./fold.ts";

/** To the page of what a node is, where there is one. */
export function NodeLink({ node, entry }: { readonly node: ShownNode; readonly entry: number | undefined }) {
  const { kind, version, title, count } = node;
  if (kind === "snapshot")
    return (
      <Link to="/data" search={{ view: "history" }}>
        Open the snapshots
      </Link>
    );
  if (kind === "dataset")
    return (
      <Link to="/data" search={{ view: "history", dataset: version }}>
        Open the dataset version
      </Link>
    );
  if (kind === "run")
    return (
      <Link to="/triage" search={{ show: "all", q: "", model: title }}>
        Open its queue
      </Link>
    );
  if (kind === "anomaly" && count === undefined)
    return (
      <Link to="/triage" search={{ show: "all", q: "", case: version }}>
        Open the case
      </Link>
    );
  if (kind === "decision" && entry !== undefined)
    return (
      <Link to="/insights" search={{ view: "log", entry }}>
        Open in the decision log
      </Link>
    );
  if (kind === "model" || kind === "evaluation" || kind === "labels")
    return (
      <Link to="/models" search={{ model: title }}>
        Open the model
      </Link>
    );
  return null;
}
