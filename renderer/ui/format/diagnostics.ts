import { toSafeText } from "./text.ts";
import { toIso } from "./time.ts";

/** A failure as lines of text: what failed, where and when, the error with its code and data, and what caused it. */
export function diagnostics(title: string, error: Error, place: string, nowMs: number): string {
  const lines = [title, `at ${toIso(nowMs * 1000, "utc")}, ${place === "" ? "#/" : place}`];
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const code = "code" in at && typeof at.code === "string" ? ` ${at.code}` : "";
    lines.push(`${depth === 0 ? "" : "caused by "}${at.name}${code}: ${at.message}`);
    if ("detail" in at && JSON.stringify(at.detail) !== "{}") lines.push(JSON.stringify(at.detail));
  }
  return lines.map(toSafeText).join("\n");
}
