import { z } from "zod";
import { job } from "./request.ts";

const Rate = z.object({
  k: z.number().int(),
  n: z.number().int(),
  rate: z.number().nullable(),
  /** Wilson score interval, 95 %. */
  low: z.number(),
  high: z.number(),
});

const Failure = z.object({
  /** Dotted OCSF attribute; empty when it is about the event as a whole. */
  attribute: z.string(),
  reason: z.string(),
  count: z.number().int(),
  /** Event ids of the first few. */
  examples: z.array(z.string()),
});

/** An attribute that OCSF requires, that the source does not tell, and what stands in for it. */
const Filled = z.object({ attribute: z.string(), by: z.string(), count: z.number().int() });

const ValidatedSource = z.object({
  class: z.string(),
  product: z.string(),
  /** The OCSF version the events came in; it is always `ocsfVersion` they are validated against. */
  version: z.string(),
  valid: Rate,
  failures: z.array(Failure),
  filled: z.array(Filled),
});
export type ValidatedSource = z.infer<typeof ValidatedSource>;

export const ValidationReport = z.object({
  snapshotId: z.string(),
  ocsfVersion: z.string(),
  /** Events asked for of each class; null when all were validated. */
  sample: z.number().int().nullable(),
  events: z.number().int(),
  checked: z.number().int(),
  sources: z.array(ValidatedSource),
});
export type ValidationReport = z.infer<typeof ValidationReport>;

const ValidateInput = z.object({
  snapshotId: z.string(),
  /** That many events of each class, those with the smallest hashes of their ids; all when omitted. */
  sample: z.number().int().positive().max(10_000_000).optional(),
});

export const validationRequests = { "telemetry.validate": job(ValidateInput, ValidationReport) };
