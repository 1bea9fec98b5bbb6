import { loadText } from "../runtime.ts";

export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** In order; the n-th brings a file to `user_version` n. Append only: a released migration is never edited. */
export const migrations: readonly Migration[] = [
  { name: "0001-initial", sql: loadText(import.meta.url, "migrations/0001-initial.sql") },
  { name: "0002-inventory-versions", sql: loadText(import.meta.url, "migrations/0002-inventory-versions.sql") },
  { name: "0003-health", sql: loadText(import.meta.url, "migrations/0003-health.sql") },
  { name: "0004-sql-history", sql: loadText(import.meta.url, "migrations/0004-sql-history.sql") },
  { name: "0005-queue-places", sql: loadText(import.meta.url, "migrations/0005-queue-places.sql") },
  { name: "0006-blind-sample", sql: loadText(import.meta.url, "migrations/0006-blind-sample.sql") },
  { name: "0007-entities", sql: loadText(import.meta.url, "migrations/0007-entities.sql") },
  { name: "0008-entity-linkage", sql: loadText(import.meta.url, "migrations/0008-entity-linkage.sql") },
  { name: "0009-entities-of-an-anomaly", sql: loadText(import.meta.url, "migrations/0009-entities-of-an-anomaly.sql") },
  { name: "0010-second-looks", sql: loadText(import.meta.url, "migrations/0010-second-looks.sql") },
  { name: "0011-merged-logs", sql: loadText(import.meta.url, "migrations/0011-merged-logs.sql") },
  { name: "0012-rows-of-a-record", sql: loadText(import.meta.url, "migrations/0012-rows-of-a-record.sql") },
  { name: "0013-shadow-runs", sql: loadText(import.meta.url, "migrations/0013-shadow-runs.sql") },
  { name: "0014-blind-reviews", sql: loadText(import.meta.url, "migrations/0014-blind-reviews.sql") },
  { name: "0015-queue-of-many", sql: loadText(import.meta.url, "migrations/0015-queue-of-many.sql") },
  { name: "0016-queue-health", sql: loadText(import.meta.url, "migrations/0016-queue-health.sql") },
];
