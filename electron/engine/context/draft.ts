import type { z } from "zod";
import type { ContextEdge, ContextNode } from "../../../shared/contract/context-graph.ts";
import type { RelationKey } from "../relations/relations.ts";
import { bitsText, scoreBits, totalBits, type EdgeEvidence } from "./edge-score.ts";
import { relationOf } from "./relation-of.ts";
import { cutAtWord, displayText, shortHost } from "./words.ts";

export type Node = z.infer<typeof ContextNode>;
export type Edge = z.infer<typeof ContextEdge>;

/** Reserved places in the graph, filled in this order; what one leaves unused goes to the rest. */
export const slots = ["subject", "evidence", "identity", "ownership", "crown", "lineage", "activity", "peers", "prior", "free"] as const;
export type Slot = (typeof slots)[number];

export interface DraftNode extends Node {
  readonly slot: Slot;
  /** Processes with the same key that the same thing did the same to are drawn once. */
  readonly alike: string | undefined;
  /** The name before it was shortened. */
  readonly full: string;
  /** A process's command line beyond its program. */
  readonly line: string;
}
export interface DraftEdge extends Edge {
  /** What its score was made of; that of the strongest telling, where it was told more than once. */
  readonly evidence: EdgeEvidence;
  /** What it is counted as by day. */
  readonly counted: RelationKey | undefined;
  /** `why` without its bits. */
  readonly plain: string;
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
  readonly alike?: string | undefined;
  readonly line?: string | undefined;
  readonly criticality?: Node["criticality"];
  readonly conf?: number;
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

export const maxEvents = 50;
const maxLabel = 24;
/** The drawing writes NEW before it, in the same line. */
export const maxSublabel = 30;
const maxNewSublabel = maxSublabel - "NEW · ".length;

/** A name that fits under a node: hosts by their short name, accounts without their domain when long, the middle left out otherwise. */
function labelOf(type: string, full: string): string {
  const name = type === "host" ? shortHost(full) : type === "account" && full.length > maxLabel ? (full.split("\\").at(-1) ?? full) : full;
  return displayText(name, maxLabel);
}
const byTime = (a: number | null, b: number | null, pick: (a: number, b: number) => number): number | null =>
  a === null ? b : b === null ? a : pick(a, b);

/** Everything that could be drawn of one anomaly, before the budget decides. Adding the same thing twice merges it; the first role stands. */
export class Draft {
  readonly nodes = new Map<string, DraftNode>();
  readonly edges = new Map<string, DraftEdge>();
  readonly #aliases = new Map<string, string>();

  /** Lets what is later said of one thing be drawn at another: an account at the person it belongs to. */
  alias(id: string, drawnAs: string): void {
    this.#aliases.set(id, drawnAs);
  }

  #drawn(id: string): string {
    return this.#aliases.get(id) ?? id;
  }

  node(spec: NodeSpec): string {
    const id = this.#drawn(spec.id);
    const known = this.nodes.get(id);
    const isNew = (known?.isNew ?? false) || (spec.isNew ?? false);
    const full = displayText(spec.label);
    const label = known?.label ?? labelOf(spec.type, full);
    const sublabel = (known?.sublabel ?? "") === "" ? displayText(spec.sublabel ?? "", 400) : (known?.sublabel ?? "");
    const badges = [...new Set([...(known?.badges ?? []), ...(spec.badges ?? []), ...(spec.isNew === true ? ["NEW"] : [])])];
    const firstSeen = byTime(known?.firstSeen ?? null, spec.firstSeen ?? null, Math.min);
    const lastSeen = byTime(known?.lastSeen ?? null, spec.lastSeen ?? null, Math.max);
    this.nodes.set(id, {
      id,
      type: known?.type ?? spec.type,
      label,
      sublabel: cutAtWord(sublabel, isNew ? maxNewSublabel : maxSublabel),
      role: known?.role ?? spec.role,
      layer: known?.layer ?? spec.layer,
      slot: known?.slot ?? spec.slot,
      isNew,
      firstSeen,
      lastSeen,
      count: Math.max(known?.count ?? 1, spec.count ?? 1),
      badges,
      why: known?.why ?? (label === full ? spec.why : `${full}: ${spec.why}`),
      alike: known?.alike ?? spec.alike,
      full: known?.full ?? full,
      line: (known?.line ?? "") === "" ? (spec.line ?? "") : (known?.line ?? ""),
      criticality: Math.max(known?.criticality ?? 0, spec.criticality ?? 0),
      conf: Math.min(known?.conf ?? 1, spec.conf ?? 1),
      score: 0,
    });
    return id;
  }

  edge(spec: EdgeSpec): void {
    const src = this.#drawn(spec.src);
    const dst = this.#drawn(spec.dst);
    if (src === dst || !this.nodes.has(src) || !this.nodes.has(dst)) return;
    const id = `${src} ${spec.relation} ${dst}`;
    const known = this.edges.get(id);
    const reasons = scoreBits(spec.evidence);
    const isHeavier = totalBits(reasons) > (known?.score ?? Number.NEGATIVE_INFINITY);
    const isStronger = known === undefined || (spec.state === "evidence" && known.state !== "evidence");
    const lead = isStronger ? spec : known;
    this.edges.set(id, {
      id,
      src,
      dst,
      relation: spec.relation,
      from: byTime(known?.from ?? null, spec.from ?? null, Math.min),
      to: byTime(known?.to ?? null, spec.to ?? null, Math.max),
      n: Math.max(known?.n ?? 0, spec.n),
      state: lead.state,
      plain: isStronger ? spec.why : known.plain,
      events: [...new Set([...(known?.events ?? []), ...(spec.events ?? [])])].slice(0, maxEvents),
      counted: known?.counted ?? relationOf(spec.src, spec.relation, spec.dst),
      baseline: null,
      ...weighed(isHeavier || known === undefined ? spec.evidence : known.evidence, isStronger ? spec.why : known.plain),
    });
  }

  /** Weighs edges again by what became known of them after they were drawn. */
  reweigh(change: (edge: DraftEdge) => Partial<Pick<DraftEdge, "evidence" | "state" | "baseline">> | undefined): void {
    for (const [id, edge] of this.edges) {
      const changed = change(edge);
      if (changed === undefined) continue;
      const evidence = changed.evidence ?? edge.evidence;
      this.edges.set(id, { ...edge, ...changed, ...weighed(evidence, edge.plain) });
    }
  }

  /** Marks a thing as what became known of it. */
  mark(id: string, change: Partial<Pick<DraftNode, "badges" | "criticality">>): void {
    const known = this.nodes.get(id);
    if (known !== undefined) this.nodes.set(id, { ...known, ...change, badges: [...new Set([...known.badges, ...(change.badges ?? [])])] });
  }
}

const weighed = (evidence: EdgeEvidence, plain: string): Pick<DraftEdge, "evidence" | "score" | "reasons" | "conf" | "why"> => {
  const reasons = scoreBits(evidence);
  return { evidence, reasons, score: totalBits(reasons), conf: evidence.confidence, why: `${plain} (${bitsText(reasons)})` };
};
