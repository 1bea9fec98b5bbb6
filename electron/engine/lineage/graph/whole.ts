import type { LineageGraph, LineageKind, LineageNode } from "../../../../shared/contract/lineage.ts";
import type { Decision } from "../../../../shared/contract/workspace.ts";
import type { Database } from "../../sqlite/database.ts";
import type { WorkspacePaths } from "../../workspace/layout.ts";

export type Node = Omit<LineageNode, "side">;
export type Edge = LineageGraph["edges"][number];

/** Where lineage is read from: the workspace's own records, so also of work older than the lineage files. */
export interface LineageSource {
  readonly db: Database;
  readonly log: { find(id: string): Decision | undefined };
  readonly paths: WorkspacePaths;
}

/** How the champion of the time lies to the evaluation of another version. */
export const comparedIn = "model.compare";

/** Nodes and edges as they are found, each once. */
export class Whole {
  readonly nodes = new Map<string, Node>();
  readonly edges: Edge[] = [];
  /** By the node they belong to: how many of a kind are not nodes of their own. */
  readonly unlisted = new Map<string, { readonly kind: LineageKind; readonly n: number }>();
  readonly #linked = new Set<string>();

  add(node: Omit<Node, "id"> & { readonly key?: string }): string {
    const { key = node.version, ...rest } = node;
    const id = `${node.kind}:${key}`;
    if (!this.nodes.has(id)) this.nodes.set(id, { id, ...rest });
    return id;
  }

  link(from: string, to: string, job: string): void {
    const key = `${from}\n${to}\n${job}`;
    if (this.#linked.has(key)) return;
    this.#linked.add(key);
    this.edges.push({ from, to, job });
  }
}
