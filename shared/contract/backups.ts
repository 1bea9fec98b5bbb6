import { z } from "zod";
import { job, request } from "./request.ts";
import { TimeUs } from "./telemetry.ts";

/** Why a backup was made: a new day, many decisions since the last, before what changes the whole file, or because somebody asked. */
export const backupCauses = ["day", "decisions", "migration", "merge", "restore", "hand"] as const;

export const Backup = z.object({
  /** Name in the workspace's backups folder. */
  file: z.string(),
  /** `unknown` for a copy that no note lies beside, as older versions made them. */
  cause: z.enum([...backupCauses, "unknown"]),
  at: TimeUs,
  bytes: z.number().int(),
  decisions: z.number().int(),
  /** Hash of the last decision in it. */
  head: z.string(),
  /** `verified`: integrity check and chain of decisions were whole when it had been written, and its size is the same still. */
  state: z.enum(["verified", "damaged", "unverified"]),
  /** What is wrong with it. */
  problem: z.string().optional(),
});
export type Backup = z.infer<typeof Backup>;

export const BackupList = z.object({
  /** The one with most decisions first. */
  backups: z.array(Backup),
  /** Why the last try of this session failed. */
  failure: z.string().nullable(),
  /** Decisions that no verified backup holds. */
  unsaved: z.number().int(),
});
export type BackupList = z.infer<typeof BackupList>;

export const backupRequests = {
  "backups.list": request(z.object({}), BackupList),
  /** A verified copy of the database, now. */
  "backups.make": job(z.object({}), Backup),
} as const;
