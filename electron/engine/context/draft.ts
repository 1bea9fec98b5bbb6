import type { z } from "zod";
import type { ContextEdge, ContextNode } from "../../../shared/contract/triage.ts";
import { bitsText, scoreBits, totalBits, type EdgeEvidence } from "./edge-score.ts";
import { displayText } from "./words.ts";

export type Node = z.infer<typeof ContextNode>;
export type Edge = z.infer<typeof ContextEdge>;

/** Reserved places in the graph, filled in this order; what one leaves unused goes to the rest. */
export const slots = ["subject", "evidence", "identity", "ownership", "lineage", "activity", "peers", "free"] as const;
export type Slot = (typeof slots)[number];

export interface DraftNode extends Node {
  readonly slot: Slot;
}
export interface DraftEdge extends Edge {
  readonly score: number;
}

interface NodeSpec {
  readonly id: string;
  readonly type: string;
  readonly label: string;
  readonly sublabel?: string;
  readonly role: Node["role"];
  readonly layer: 0 | 1 | 2 | 3;
  readonly slot: Slot;
  readonly isNew?: boolean;
  readonly firstSeen?: number | undefined;
  readonly lastSeen?: number | undefined;
  readonly count?: number;
  readonly badges?: readonly string[];
  readonly why: string;
}

export interface EdgeSpec {
  readonly src: string;
  readonly dst: string;
  readonly relation: string;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly n: number;
  readonly state: Edge["state"];
  readonly why: string;
  readonly events?: readonly string[];
  readonly evidence: EdgeEvidence;
}

const maxEvents = 50;
const byTime = (a: number | null, b: number | null, pick: (a: number, b: number) => number): number | null =>
  a === null ? b : b === null ? a : pick(a, b);

/** Everything that could be drawn of one anomaly, before the budget decides. Adding the same thing twice merges it; the first role stands. */
export class Draft {
  readonly nodes = new Map<string, DraftNode>();
  readonly edges = new Map<string, DraftEdge>();

  node(spec: NodeSpec): string {
    const known = this.nodes.get(spec.id);
    const badges = [...new Set([...(known?.badges ?? []), ...(spec.badges ?? []), ...(spec.isNew === true ? ["NEW"] : [])])];
    const firstSeen = byTime(known?.firstSeen ?? null, spec.firstSeen ?? null, Math.min);
    const lastSeen = byTime(known?.lastSeen ?? null, spec.lastSeen ?? null, Math.max);
    this.nodes.set(spec.id, {
      id: spec.id,
      type: known?.type ?? spec.type,
      label: known?.label ?? displayText(spec.label),
      sublabel: (known?.sublabel ?? "") === "" ? displayText(spec.sublabel ?? "") : (known?.sublabel ?? ""),
      role: known?.role ?? spec.role,
      layer: known?.layer ?? spec.layer,
      slot: known?.slot ?? spec.slot,
      isNew: (known?.isNew ?? false) || (spec.isNew ?? false),
      firstSeen,
      lastSeen,
      count: Math.max(known?.count ?? 1, spec.count ?? 1),
      badges,
      why: known?.why ?? spec.why,
    });
    return spec.id;
  }

  edge(spec: EdgeSpec): void {
    if (spec.src === spec.dst || !this.nodes.has(spec.src) || !this.nodes.has(spec.dst)) return;
    const id = `${spec.src} ${spec.relation} ${spec.dst}`;
    const known = this.edges.get(id);
    const bits = scoreBits(spec.evidence);
    const score = totalBits(bits);
    const isStronger = known === undefined || (spec.state === "evidence" && known.state !== "evidence");
    const lead = isStronger ? spec : known;
    this.edges.set(id, {
      id,
      src: spec.src,
      dst: spec.dst,
      relation: spec.relation,
      from: byTime(known?.from ?? null, spec.from ?? null, Math.min),
      to: byTime(known?.to ?? null, spec.to ?? null, Math.max),
      n: Math.max(known?.n ?? 0, spec.n),
      state: lead.state,
      why: isStronger ? `${spec.why} (${bitsText(bits)})` : known.why,
      events: [...new Set([...(known?.events ?? []), ...(spec.events ?? [])])].slice(0, maxEvents),
      score: Math.max(known?.score ?? Number.NEGATIVE_INFINITY, score),
    });
  }
}
