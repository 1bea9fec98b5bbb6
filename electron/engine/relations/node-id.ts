import { createHash } from "node:crypto";

/** The number relation tables know a thing by: the first 64 bits of its key's sha256, as a signed integer in text. */
export const nodeId = (key: string): string => createHash("sha256").update(key).digest().readBigInt64BE(0).toString();
