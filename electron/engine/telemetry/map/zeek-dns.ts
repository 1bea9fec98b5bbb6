import { connection, derived, interval, list, text, toNumber, type ZeekMapping } from "./zeek-mapping.ts";

const query = 1;
const traffic = 6;

export const zeekDns: ZeekMapping = {
  log: "dns",
  class: "dns_activity",
  bind: (table) => {
    const activity = table.int32("activity_id");
    const status = table.int32("status_id");
    const rcodeId = table.int32("rcode_id");
    const answers = table.text("answers_rdata");
    const answerCount = table.int32("answers_count");
    const ttlMin = table.int32("answers_ttl_min");
    let rcode: number | undefined;
    return {
      fields: [
        ...connection(table),
        text("proto", table.text("connection_info_protocol_name")),
        text("query", table.text("query_hostname")),
        text("qtype_name", table.text("query_type")),
        text("qclass_name", table.text("query_class")),
        text("rcode_name", table.text("rcode")),
        derived("rcode", (value) => {
          rcode = toNumber(value);
        }),
        interval("rtt", table.double("duration")),
        list("answers", (items) => {
          answers.put(items.join(";"));
          answerCount.put(items.length);
        }),
        list("TTLs", (items) => {
          const least = items.reduce((min, item) => Math.min(min, toNumber(item) ?? min), Number.POSITIVE_INFINITY);
          ttlMin.put(Math.trunc(least));
        }),
      ],
      finish: () => {
        rcodeId.put(rcode);
        activity.put(rcode === undefined ? query : traffic);
        status.put(rcode === undefined ? 0 : rcode === 0 ? 1 : 2);
        rcode = undefined;
      },
    };
  },
};
