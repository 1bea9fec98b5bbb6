import type { Fields } from "./windows-event.ts";
import { inner, listAt, numberAt, objectsAt, portAt, stringAt } from "./json-values.ts";
import { bindFlow, bindProtocol, type SuricataMapping } from "./suricata-record.ts";
import { bindOutcome, failure, success, unknownStatus } from "./windows-mapping.ts";
import { httpActivity, httpTarget } from "./zeek-http.ts";

export const suricataHttp: SuricataMapping = {
  types: ["http"],
  class: "http_activity",
  bind: (table) => {
    const endpoints = bindFlow(table);
    const outcome = bindOutcome(table);
    const method = table.text("http_request_http_method");
    const hostname = table.text("http_request_url_hostname");
    const path = table.text("http_request_url_path");
    const port = table.int32("http_request_url_port");
    const agent = table.text("http_request_user_agent");
    const referrer = table.text("http_request_referrer");
    const code = table.int32("http_response_code");
    const length = table.int64("http_response_length");
    const type = table.text("http_response_content_type");
    const proxied = table.boolean("is_proxied");
    return (record) => {
      const http = inner(record, "http");
      const verb = stringAt(http, "http_method") ?? "";
      const target = httpTarget(verb, stringAt(http, "hostname") ?? "", stringAt(http, "url") ?? "");
      const status = numberAt(http, "status");
      endpoints(record);
      method.put(verb);
      hostname.put(target.hostname);
      path.put(target.path);
      port.put(portAt(http, "http_port") ?? target.port);
      agent.put(stringAt(http, "http_user_agent"));
      referrer.put(stringAt(http, "http_refer"));
      code.put(status);
      length.put(numberAt(http, "length"));
      type.put(stringAt(http, "http_content_type"));
      proxied.put(target.isProxied);
      outcome(httpActivity(verb), status === undefined ? unknownStatus : status < 400 ? success : failure, stringAt(http, "status"));
    };
  },
};

const [query, response] = [1, 2];
const responses: ReadonlySet<string> = new Set(["answer", "response"]);

/** RFC 1035 4.1.1, RFC 2136 2.2. */
const rcodes: readonly string[] = [
  "NOERROR",
  "FORMERR",
  "SERVFAIL",
  "NXDOMAIN",
  "NOTIMP",
  "REFUSED",
  "YXDOMAIN",
  "YXRRSET",
  "NXRRSET",
  "NOTAUTH",
  "NOTZONE",
];

interface DnsAnswer {
  readonly rdata: readonly string[];
  readonly count: number;
  readonly ttl: number | undefined;
}

/** Lifetimes are those of answers whose data is told. Version 1 of EVE's DNS gives one answer per record, later versions a list, and its values once more by type. */
function answersOf(dns: Fields): DnsAnswer {
  const listed = objectsAt(dns, "answers");
  const answers = listed.length > 0 ? listed : dns["rdata"] === undefined ? [] : [dns];
  const ttls = answers.flatMap((a) => numberAt(a, "ttl") ?? []);
  const own = answers.flatMap((a) => stringAt(a, "rdata") ?? []);
  const grouped = Object.keys(inner(dns, "grouped")).flatMap((type) => listAt(inner(dns, "grouped"), type));
  const rdata = own.length > 0 ? own : grouped.filter((v) => typeof v === "string");
  return {
    rdata,
    count: answers.length,
    ttl: ttls.length === 0 || rdata.length === 0 ? undefined : ttls.reduce((a, b) => Math.min(a, b)),
  };
}

export const suricataDns: SuricataMapping = {
  types: ["dns"],
  class: "dns_activity",
  bind: (table) => {
    const endpoints = bindFlow(table);
    const protocol = bindProtocol(table);
    const outcome = bindOutcome(table);
    const hostname = table.text("query_hostname");
    const type = table.text("query_type");
    const rcode = table.text("rcode");
    const rcodeId = table.int32("rcode_id");
    const rdata = table.text("answers_rdata");
    const count = table.int32("answers_count");
    const ttl = table.int32("answers_ttl_min");
    return (record) => {
      const dns = inner(record, "dns");
      const asked = objectsAt(dns, "queries")[0] ?? objectsAt(dns, "query")[0] ?? dns;
      const isResponse = responses.has(stringAt(dns, "type") ?? "");
      const result = stringAt(dns, "rcode");
      const id = result === undefined ? -1 : rcodes.indexOf(result);
      const answers = answersOf(dns);
      endpoints(record);
      protocol(record);
      hostname.put(stringAt(asked, "rrname"));
      type.put(stringAt(asked, "rrtype"));
      rcode.put(result);
      rcodeId.put(id < 0 ? undefined : id);
      rdata.put(answers.rdata.join(";"));
      count.put(isResponse ? answers.count : undefined);
      ttl.put(answers.ttl);
      outcome(isResponse ? response : query, result === undefined ? unknownStatus : result === "NOERROR" ? success : failure);
    };
  },
};
