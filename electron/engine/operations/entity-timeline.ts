import type { z } from "zod";
import type { EntityDetail, Span } from "../../../shared/contract/entities.ts";
import type { EntityAnomaly, EntityMoment } from "../../../shared/contract/entity-pages.ts";
import { verdictKinds } from "../../../shared/domain/verdict.ts";
import type { Seen } from "../relations/thing-activity.ts";

type Moment = z.infer<typeof EntityMoment>;

const most = 200;

const shortOf = (verdict: string): string => verdictKinds.find((kind) => kind.key === verdict)?.short ?? verdict;

const linkWords: Readonly<Record<string, readonly [string, string]>> = {
  OWNED_BY: ["owned by", "owns"],
  MANAGED_BY: ["managed by", "manages"],
  SUPPORTED_BY: ["supported by", "supports"],
  SAME_PERSON: ["same person as", "same person as"],
  HAS_ACCOUNT: ["has the account", "account of"],
  REPORTS_TO: ["reports to", "has the report"],
  MEMBER_OF: ["member of", "has the member"],
  HAS_IP: ["holds the address", "held by"],
  REPLACES: ["replaces", "replaced by"],
};

const bounds = (span: Span, kind: Moment["kind"], text: string): Moment[] => [
  ...(span.from === null ? [] : [{ at: span.from, kind, text, anomalyId: null }]),
  ...(span.to === null ? [] : [{ at: span.to, kind, text: `no longer: ${text}`, anomalyId: null }]),
];

const ofSeen = (seen: readonly Seen[]): Moment[] =>
  seen.flatMap(({ key, first_seen: first, last_seen: last }) => [
    { at: first, kind: "first-seen" as const, text: `first seen in telemetry as ${key}`, anomalyId: null },
    { at: last, kind: "last-seen" as const, text: `last seen in telemetry as ${key}`, anomalyId: null },
  ]);

const ofDetail = (detail: EntityDetail): Moment[] => [
  ...detail.identifiers.flatMap((one) => one.spans.flatMap((span) => bounds(span, "identifier", `goes by ${one.key}`))),
  ...detail.links.flatMap((link) => {
    const [out, back] = linkWords[link.type] ?? [link.type, link.type];
    return bounds(link.span, "link", `${link.direction === "out" ? out : back} ${link.other?.label ?? link.text}`);
  }),
  ...detail.history.map((entry) => ({ at: entry.at, kind: "merge" as const, text: entry.text, anomalyId: null })),
];

const ofAnomalies = (anomalies: readonly EntityAnomaly[]): Moment[] =>
  anomalies.flatMap(({ anomalyId, label, model, window, verdict }) => [
    { at: window.to, kind: "anomaly" as const, text: `surfaced by ${model}: ${label}`, anomalyId },
    ...(verdict === null
      ? []
      : [{ at: verdict.at, kind: "verdict" as const, text: `judged ${shortOf(verdict.verdict)} by ${verdict.analyst}`, anomalyId }]),
  ]);

/** What is known of an entity by time, newest first; the newest 200. */
export const toTimeline = (detail: EntityDetail | undefined, seen: readonly Seen[], anomalies: readonly EntityAnomaly[]): Moment[] =>
  [...ofSeen(seen), ...(detail === undefined ? [] : ofDetail(detail)), ...ofAnomalies(anomalies)]
    .toSorted((a, b) => b.at - a.at || a.text.localeCompare(b.text, "en"))
    .slice(0, most);
