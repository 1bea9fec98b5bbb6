import { inner, numberAt, stringAt } from "./json-values.ts";
import { bindFlow, bindProtocol, type SuricataMapping } from "./suricata-record.ts";
import { type Fields, toWrittenTime } from "./windows-event.ts";
import { bindOutcome, failure, success, unknownStatus } from "./windows-mapping.ts";

const [open, close, traffic] = [1, 2, 6];

const undetected: ReadonlySet<string> = new Set(["failed", "unknown"]);

function duration(flow: Fields): number | undefined {
  const start = toWrittenTime(flow["start"])?.us;
  const end = toWrittenTime(flow["end"])?.us;
  return start === undefined || end === undefined || end < start ? undefined : (end - start) / 1000;
}

/** A flow is recorded when it times out; it happened when it began. */
export const startOfFlow = (record: Fields): string | undefined => stringAt(inner(record, "flow"), "start");

export const suricataFlow: SuricataMapping = {
  types: ["flow"],
  class: "network_activity",
  bind: (table) => {
    const endpoints = bindFlow(table);
    const protocol = bindProtocol(table);
    const outcome = bindOutcome(table);
    const app = table.text("app_name");
    const took = table.double("duration");
    const bytesOut = table.int64("traffic_bytes_out");
    const bytesIn = table.int64("traffic_bytes_in");
    const packetsOut = table.int64("traffic_packets_out");
    const packetsIn = table.int64("traffic_packets_in");
    return (record) => {
      const flow = inner(record, "flow");
      const state = stringAt(flow, "state");
      const detected = stringAt(record, "app_proto");
      const answered = (numberAt(flow, "pkts_toclient") ?? 0) > 0;
      endpoints(record);
      protocol(record);
      app.put(detected === undefined || undetected.has(detected) ? undefined : detected);
      took.put(duration(flow));
      bytesOut.put(numberAt(flow, "bytes_toserver"));
      bytesIn.put(numberAt(flow, "bytes_toclient"));
      packetsOut.put(numberAt(flow, "pkts_toserver"));
      packetsIn.put(numberAt(flow, "pkts_toclient"));
      outcome(state === "closed" ? close : traffic, answered ? success : state === "new" ? failure : unknownStatus, state);
    };
  },
};

export const suricataTls: SuricataMapping = {
  types: ["tls"],
  class: "network_activity",
  bind: (table) => {
    const endpoints = bindFlow(table);
    const protocol = bindProtocol(table);
    const outcome = bindOutcome(table);
    const app = table.text("app_name");
    const sni = table.text("tls_sni");
    const version = table.text("tls_version");
    const ja3 = table.text("tls_ja3_hash");
    const ja3s = table.text("tls_ja3s_hash");
    const subject = table.text("tls_certificate_subject");
    const issuer = table.text("tls_certificate_issuer");
    const serial = table.text("tls_certificate_serial_number");
    const fingerprint = table.text("tls_certificate_fingerprint");
    const created = table.int64("tls_certificate_created_time");
    const expires = table.int64("tls_certificate_expiration_time");
    return (record) => {
      const tls = inner(record, "tls");
      endpoints(record);
      protocol(record);
      app.put("tls");
      sni.put(stringAt(tls, "sni"));
      version.put(stringAt(tls, "version"));
      ja3.put(stringAt(inner(tls, "ja3"), "hash"));
      ja3s.put(stringAt(inner(tls, "ja3s"), "hash"));
      subject.put(stringAt(tls, "subject"));
      issuer.put(stringAt(tls, "issuerdn"));
      serial.put(stringAt(tls, "serial")?.replaceAll(":", ""));
      fingerprint.put(stringAt(tls, "fingerprint")?.replaceAll(":", ""));
      created.put(toWrittenTime(tls["notbefore"])?.us);
      expires.put(toWrittenTime(tls["notafter"])?.us);
      outcome(open, success);
    };
  },
};
