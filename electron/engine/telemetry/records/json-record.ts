import { type Fields, isFields } from "../map/windows-event.ts";

/** The object in a record's bytes, or why there is none. */
export function parseJsonRecord(buffer: Buffer, start: number, end: number): Fields | string {
  try {
    const value: unknown = JSON.parse(buffer.toString("utf8", start, end));
    return isFields(value) ? value : "not a JSON object";
  } catch (error) {
    if (error instanceof SyntaxError) return "not valid JSON";
    throw error;
  }
}
