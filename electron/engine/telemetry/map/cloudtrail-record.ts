import type { ClockRule } from "../clock.ts";
import { fromWritten } from "../clock.ts";
import { type Fields, isFields, toWrittenTime } from "./windows-event.ts";

/** A shipper may have moved eventTime to @timestamp. */
export const isCloudTrailRecord = (record: Fields): boolean =>
  typeof record["eventName"] === "string" &&
  typeof record["eventSource"] === "string" &&
  (isFields(record["userIdentity"]) || record["eventID"] !== undefined || record["awsRegion"] !== undefined);

export function timeOfCall(record: Fields, clock: ClockRule): number | undefined {
  const written = toWrittenTime(record["eventTime"]) ?? toWrittenTime(record["@timestamp"]);
  return written === undefined ? undefined : fromWritten(written, clock);
}
