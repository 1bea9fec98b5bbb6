import type { z } from "zod";
import type { SubjectKey } from "../../../shared/contract/models.ts";
import type { AnomalyBody } from "../scoring/anomaly-body.ts";

export type Grain = readonly z.infer<typeof SubjectKey>[];

/** An anomaly as the run stored it. */
export interface ContextAnomaly {
  readonly id: string;
  readonly model: string;
  readonly fromUs: number;
  /** Exclusive. */
  readonly toUs: number;
  readonly body: AnomalyBody;
}

/** What the questions are asked about: the subject's keys, sorted into the parts they play. */
export interface Focus {
  readonly no: number;
  readonly anomaly: ContextAnomaly;
  /** Address or host name the activity comes from. */
  readonly source: string | undefined;
  readonly isSourceAddress: boolean;
  readonly destination: string | undefined;
  /** A domain subject stands for all names below it. */
  readonly isDomain: boolean;
  readonly process: string | undefined;
  /** As the telemetry spells it; undefined where several are folded into one subject. */
  readonly account: string | undefined;
  /** The account is a cloud principal, without its session. */
  readonly isPrincipal: boolean;
  /** The subject stands for all accounts that one source tried in vain. */
  readonly isFolded: boolean;
  /** Start of what counts as recent: the window, or 24 h when that is shorter. */
  readonly recentFromUs: number;
  /** The first event of the evidence, or the window's start: "just before" means before this. */
  readonly anchorUs: number;
}

export const dayUs = 86_400_000_000;
export const aroundUs = 30 * 60_000_000;

/** How the logon model names the accounts that one source tried in vain, all in one subject. */
const foldedAccounts = "*";

const isAddressText = (text: string): boolean => /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) || text.includes(":");

export function toFocus(anomaly: ContextAnomaly, grain: Grain, no: number): Focus {
  let source: string | undefined;
  let destination: string | undefined;
  let isDomain = false;
  let process: string | undefined;
  let account: string | undefined;
  let isFolded = false;
  let isPrincipal = false;
  for (const { column, entity } of grain) {
    const value = anomaly.body.subject.keys[column];
    if (value === undefined || value === "") continue;
    if (entity === "process") process ??= value;
    else if (entity === "account" && value === foldedAccounts) isFolded = true;
    else if (entity === "account") account ??= value;
    else if (entity === "principal") [account, isPrincipal] = [value, true];
    else if (entity === "domain") [destination, isDomain] = [value, true];
    else if (source === undefined) source = value;
    else destination ??= value;
  }
  const times = anomaly.body.evidence.map((ref) => ref.time);
  const anchorUs = times.length === 0 ? anomaly.fromUs : times.reduce((a, b) => Math.min(a, b));
  return {
    no,
    anomaly,
    source,
    isSourceAddress: source !== undefined && isAddressText(source),
    destination,
    isDomain,
    process,
    account,
    isFolded,
    isPrincipal,
    recentFromUs: Math.min(anomaly.fromUs, anomaly.toUs - dayUs),
    anchorUs,
  };
}
