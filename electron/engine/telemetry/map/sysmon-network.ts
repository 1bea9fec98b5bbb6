import type { Fields } from "./windows-event.ts";
import { type Actor, bindActor, bindOutcome, failure, success, unknownStatus, type WindowsMapping } from "./windows-mapping.ts";
import { booleanOf, guidOf, integerOf, ipOf, portOf, textOf, toAccount } from "./windows-values.ts";

const openConnection = 1;
const inbound = 1;
const outbound = 2;
const dnsTraffic = 6;

export const processActor = (data: Fields): Actor => ({
  uid: guidOf(data, "ProcessGuid"),
  pid: integerOf(data, "ProcessId"),
  path: textOf(data, "Image"),
  account: toAccount(textOf(data, "User")),
});

export const sysmonConnection: WindowsMapping = {
  product: "sysmon",
  eventIds: [3],
  class: "network_activity",
  bind: (table) => {
    const srcIp = table.text("src_endpoint_ip");
    const srcPort = table.int32("src_endpoint_port");
    const srcHost = table.text("src_endpoint_hostname");
    const dstIp = table.text("dst_endpoint_ip");
    const dstPort = table.int32("dst_endpoint_port");
    const dstHost = table.text("dst_endpoint_hostname");
    const protocol = table.text("connection_info_protocol_name");
    const direction = table.int32("connection_info_direction_id");
    const app = table.text("app_name");
    const actor = bindActor(table);
    const outcome = bindOutcome(table);
    return ({ data }) => {
      const initiated = booleanOf(data, "Initiated");
      srcIp.put(ipOf(data, "SourceIp"));
      srcPort.put(portOf(data, "SourcePort"));
      srcHost.put(textOf(data, "SourceHostname")?.toLowerCase());
      dstIp.put(ipOf(data, "DestinationIp"));
      dstPort.put(portOf(data, "DestinationPort"));
      dstHost.put(textOf(data, "DestinationHostname")?.toLowerCase());
      protocol.put(textOf(data, "Protocol")?.toLowerCase());
      direction.put(initiated === undefined ? 0 : initiated ? outbound : inbound);
      app.put(textOf(data, "DestinationPortName"));
      actor(processActor(data));
      outcome(openConnection, success);
    };
  },
};

/** Windows DNS error numbers (winerror.h, DNS_ERROR_RCODE_*) to response codes; 9501 is an answer without records. */
const rcodes: Readonly<Record<string, readonly [rcode: number, name: string]>> = {
  "0": [0, "NOERROR"],
  "9501": [0, "NOERROR"],
  "9001": [1, "FORMERR"],
  "9002": [2, "SERVFAIL"],
  "9003": [3, "NXDOMAIN"],
  "9004": [4, "NOTIMP"],
  "9005": [5, "REFUSED"],
};

/** `type:  5 host.example;::ffff:192.0.2.7;` without the decoration. */
function answersOf(results: string | undefined): readonly string[] {
  return (results ?? "")
    .split(";")
    .map((part) =>
      part
        .trim()
        .replace(/^type:\s*\d+\s*/, "")
        .replace(/^::ffff:(?=\d+\.)/, ""),
    )
    .filter((part) => part !== "");
}

export const sysmonDns: WindowsMapping = {
  product: "sysmon",
  eventIds: [22],
  class: "dns_activity",
  bind: (table) => {
    const srcHost = table.text("src_endpoint_hostname");
    const query = table.text("query_hostname");
    const rcode = table.text("rcode");
    const rcodeId = table.int32("rcode_id");
    const answers = table.text("answers_rdata");
    const answerCount = table.int32("answers_count");
    const actor = bindActor(table);
    const outcome = bindOutcome(table);
    return ({ data, host }) => {
      const status = textOf(data, "QueryStatus");
      const code = status !== undefined && Object.hasOwn(rcodes, status) ? rcodes[status] : undefined;
      const found = answersOf(textOf(data, "QueryResults"));
      srcHost.put(host);
      query.put(textOf(data, "QueryName"));
      rcode.put(code?.[1]);
      rcodeId.put(code?.[0]);
      answers.put(found.join(";"));
      answerCount.put(found.length);
      actor(processActor(data));
      outcome(dnsTraffic, code === undefined ? unknownStatus : code[0] === 0 ? success : failure, status);
    };
  },
};
