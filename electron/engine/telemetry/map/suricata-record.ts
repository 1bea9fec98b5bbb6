import { type ClockRule, fromWritten } from "../clock.ts";
import type { ClassName } from "../../../../shared/domain/ocsf.ts";
import type { ClassTable } from "../columns/class-table.ts";
import { portAt, stringAt } from "./json-values.ts";
import { type Fields, toWrittenTime } from "./windows-event.ts";

/** Some event types of EVE and the OCSF class they become. `bind` takes its columns; what it returns fills one row. */
export interface SuricataMapping {
  readonly types: readonly string[];
  readonly class: ClassName;
  readonly bind: (table: ClassTable) => (record: Fields) => void;
}

export const isSuricataRecord = (record: Fields): boolean =>
  typeof record["event_type"] === "string" &&
  typeof record["timestamp"] === "string" &&
  (record["flow_id"] !== undefined || record["src_ip"] !== undefined || record["event_type"] === "stats");

export function timeOfRecord(record: Fields, clock: ClockRule): number | undefined {
  const written = toWrittenTime(record["timestamp"]);
  return written === undefined ? undefined : fromWritten(written, clock);
}

/** The four-tuple as the record gives it, and the flow's id. */
export function bindFlow(table: ClassTable): (record: Fields, isReversed?: boolean) => void {
  const srcIp = table.text("src_endpoint_ip");
  const srcPort = table.int32("src_endpoint_port");
  const dstIp = table.text("dst_endpoint_ip");
  const dstPort = table.int32("dst_endpoint_port");
  const flow = table.text("connection_info_uid");
  return (record, isReversed = false) => {
    const [src, dst] = isReversed ? (["dest", "src"] as const) : (["src", "dest"] as const);
    srcIp.put(stringAt(record, `${src}_ip`));
    srcPort.put(portAt(record, `${src}_port`));
    dstIp.put(stringAt(record, `${dst}_ip`));
    dstPort.put(portAt(record, `${dst}_port`));
    flow.put(stringAt(record, "flow_id"));
  };
}

export function bindProtocol(table: ClassTable): (record: Fields) => void {
  const protocol = table.text("connection_info_protocol_name");
  return (record) => protocol.put(stringAt(record, "proto")?.toLowerCase());
}
