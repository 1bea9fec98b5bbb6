import { createHash } from "node:crypto";
import { canonicalJson } from "../../shared/lib/canonical-json.ts";

export const sha256 = (data: string | Uint8Array): string => createHash("sha256").update(data).digest("hex");

/** sha256 of the canonical JSON of `value`: how every content-derived id is made. */
export const contentId = (value: unknown): string => sha256(canonicalJson(value));
