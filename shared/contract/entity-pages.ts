import { z } from "zod";
import { EntityDetail } from "./entities.ts";
import { request } from "./request.ts";
import { TimeUs } from "./telemetry.ts";
import { Verdict } from "./triage.ts";

/** One kind of thing an entity does, day by day; the last day is the one looked at. */
export const EntityActivity = z.object({
  /** `out`: the entity does it; `in`: it is done to it. */
  way: z.enum(["out", "in"]),
  relation: z.string(),
  /** Of the things at the other end. */
  kind: z.string(),
  /** Oldest first, a day without any among them. `from` is midnight UTC. */
  days: z.array(z.object({ from: TimeUs, n: z.number(), others: z.number(), newOthers: z.number() })),
  n: z.number(),
  others: z.number(),
  /** Never met before that day. */
  newOthers: z.number(),
  failures: z.number(),
  bytes: z.number(),
  /** Records a day over the days before on which any such relation could be seen; null when there are none. */
  usual: z.object({ days: z.number().int(), p05: z.number(), median: z.number(), p95: z.number() }).nullable(),
  /** Share of those days with at most as many; null with `usual`. */
  percentile: z.number().nullable(),
});
export type EntityActivity = z.infer<typeof EntityActivity>;

/** Somebody or something the entity met for the first time on the day looked at. */
export const EntityNews = z.object({
  way: z.enum(["out", "in"]),
  relation: z.string(),
  kind: z.string(),
  key: z.string(),
  label: z.string(),
  n: z.number(),
  firstSeen: TimeUs,
});

/** What the queue surfaced about it. Scores are the case's to show. */
export const EntityAnomaly = z.object({
  anomalyId: z.string(),
  model: z.string(),
  label: z.string(),
  window: z.object({ from: TimeUs, to: TimeUs }),
  verdict: z.object({ verdict: Verdict, analyst: z.string(), at: TimeUs }).nullable(),
});
export type EntityAnomaly = z.infer<typeof EntityAnomaly>;

export const entityMoments = ["first-seen", "last-seen", "identifier", "link", "anomaly", "verdict", "merge"] as const;

/** Newest first. */
export const EntityMoment = z.object({
  at: TimeUs,
  kind: z.enum(entityMoments),
  text: z.string(),
  anomalyId: z.string().nullable(),
});
export type EntityMoment = z.infer<typeof EntityMoment>;

export const EntityPage = z.object({
  /** What inventories say; null of a thing that only telemetry names. */
  entity: EntityDetail.nullable(),
  title: z.string(),
  type: z.string(),
  /** Names that its telemetry goes under. */
  keys: z.array(z.string()),
  dataset: z.string().nullable(),
  /** The day looked at, midnight to midnight UTC; null without telemetry. */
  day: z.object({ from: TimeUs, to: TimeUs }).nullable(),
  activity: z.array(EntityActivity),
  news: z.array(EntityNews),
  newsTotal: z.number().int(),
  anomalies: z.array(EntityAnomaly),
  anomaliesTotal: z.number().int(),
  timeline: z.array(EntityMoment),
});
export type EntityPage = z.infer<typeof EntityPage>;

export const entityPageRequests = {
  /** `id`: as for `entities.get`, or any canonical key of a thing in the telemetry. `at`: any time of the day to look at; default the newest. */
  "entity.show": request(z.object({ id: z.string().min(1).max(500), at: TimeUs.optional(), dataset: z.string().optional() }), EntityPage),
} as const;
