import type { CrownPath, PeerGroup } from "../../../shared/contract/context-graph.ts";
import type { Criticality } from "../inventory/criticality.ts";
import type { AssetLookup } from "./asset-lookup.ts";
import type { Baseline } from "./baseline.ts";
import type { Moment } from "./fact-rows.ts";
import type { Facts } from "./facts.ts";
import type { Focus } from "./focus.ts";
import type { Identity } from "./identity.ts";
import type { Sanctioned } from "./sanctioned.ts";

/** Everything the builders of one anomaly's graph, answers and timeline work from. */
export interface Case {
  readonly focus: Focus;
  readonly facts: Facts;
  readonly identity: Identity;
  readonly baseline: Baseline;
  readonly evidence: readonly Moment[];
  /** Within half an hour of the first evidence, evidence left out, by time. */
  readonly around: readonly Moment[];
  /** How many events that is on either side of the first evidence, the evidence among them. */
  readonly nearby: { readonly before: number; readonly after: number };
  readonly assetAt: AssetLookup;
  /** The device that held an address at an instant. */
  readonly deviceAt: (address: string, atUs: number) => string | undefined;
  readonly sanctioned: Sanctioned;
  /** Of the asset, from a criticality list or else the CMDB. */
  readonly criticality: Criticality | undefined;
  /** The shortest way of access to something critical; undefined where none is known. */
  readonly crown?: CrownPath | undefined;
  /** Whom the subject is compared with. */
  readonly peers?: PeerGroup | undefined;
}

export const eventIdOf = (moment: { readonly snapshot: string; readonly event_no: number }): string =>
  `${moment.snapshot}-${moment.event_no}`;
