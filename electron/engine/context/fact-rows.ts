import { z } from "zod";

const text = z.string().nullable();
const count = z.number();

export const Coverage = z.object({
  class: z.string(),
  n: count,
  first_seen: count,
  last_seen: count,
  days: count,
  sources: count,
  internal_sources: count,
});
export type Coverage = z.infer<typeof Coverage>;

export const OwnContact = z.object({
  window_no: count,
  destination: z.string(),
  n: count,
  n_before: count,
  first_seen: count,
  last_seen: count,
  days: count,
});
type OwnContact = z.infer<typeof OwnContact>;

export const Spread = z.object({
  destination: z.string(),
  destination_sources: count,
  internal_sources: count,
  destination_days: count,
  destination_first: count,
  destination_address: text,
});
export type Spread = z.infer<typeof Spread>;

export type Contact = OwnContact & Spread;

export const Reached = z.object({
  destination: z.string(),
  relation: z.enum(["source", "address", "name"]),
  other: z.string(),
  n: count,
  first_seen: count,
  last_seen: count,
  days: count,
});
export type Reached = z.infer<typeof Reached>;

export const Relative = z.object({
  subject: z.string(),
  relation: z.enum(["self", "parent", "grandparent", "child", "sibling"]),
  uid: z.string(),
  parent_uid: text,
  name: text,
  path: text,
  cmd_line: text,
  user_name: text,
  user_domain: text,
  host: text,
  time: count,
  snapshot: z.string(),
  event_no: count,
  place: count,
  family: count,
  image_launches: count,
  image_hosts: count,
  image_days: count,
  image_first: count,
  image_host_first: count.nullable(),
  pair_launches: count.nullable(),
  pair_hosts: count.nullable(),
});
export type Relative = z.infer<typeof Relative>;

export const Act = z.object({
  uid: z.string(),
  relation: z.string(),
  object: z.string(),
  /** Port, access rights or signature state; empty when there is none. */
  detail: z.string(),
  n: count,
  first_seen: count,
  last_seen: count,
  snapshot: z.string(),
  event_no: count,
  target: text,
  object_actors: count,
  object_days: count,
  object_first: count,
});
export type Act = z.infer<typeof Act>;

export const Presence = z.object({
  relation: z.enum(["account-on-host", "host-of-account", "host-of-address", "address-of-account"]),
  one: z.string(),
  other: z.string(),
  domain: text,
  uid: text,
  n: count,
  first_seen: count,
  last_seen: count,
  days: count,
});
export type Presence = z.infer<typeof Presence>;

export const Moment = z.object({
  anomaly_no: count,
  evidence: count,
  priority: count,
  side_total: count,
  class: z.string(),
  snapshot: z.string(),
  event_no: count,
  time: count,
  activity_id: count.nullable(),
  status_id: count.nullable(),
  device: text,
  src_ip: text,
  dst_ip: text,
  dst_port: count.nullable(),
  dst_name: text,
  actor_uid: text,
  actor_name: text,
  user_name: text,
  user_domain: text,
  target_uid: text,
  target_name: text,
  detail: text,
  bytes_out: count.nullable(),
  connection: text,
});
export type Moment = z.infer<typeof Moment>;

export const Bucket = z.object({ anomaly_no: count, bucket: count, n: count });
export type Bucket = z.infer<typeof Bucket>;
