import { derived, list, port, text, type ZeekMapping } from "./zeek-mapping.ts";

const [create, isNew] = [1, 1] as const;
/** Zeek gives notices no severity. */
const unknownSeverity = 0;
const [observed, blocked] = [3, 2] as const;

export const zeekNotice: ZeekMapping = {
  log: "notice",
  class: "detection_finding",
  bind: (table) => {
    const activity = table.int32("activity_id");
    const status = table.int32("status_id");
    const severity = table.int32("severity_id");
    const action = table.int32("action_id");
    const srcIp = table.text("evidences_src_endpoint_ip");
    const dstIp = table.text("evidences_dst_endpoint_ip");
    const message = table.text("message");
    const nothing = { src: "", dst: "", orig: "", resp: "", msg: "", sub: "", hasDropped: false };
    const seen = { ...nothing };
    return {
      fields: [
        text("uid", table.text("metadata_uid"), table.text("evidences_connection_info_uid")),
        derived("id.orig_h", (v) => (seen.orig = v)),
        port("id.orig_p", table.int32("evidences_src_endpoint_port")),
        derived("id.resp_h", (v) => (seen.resp = v)),
        port("id.resp_p", table.int32("evidences_dst_endpoint_port")),
        derived("src", (v) => (seen.src = v)),
        derived("dst", (v) => (seen.dst = v)),
        text("proto", table.text("evidences_connection_info_protocol_name")),
        text("note", table.text("finding_info_title"), table.text("finding_info_analytic_name"), table.text("finding_info_analytic_uid")),
        derived("msg", (v) => (seen.msg = v)),
        derived("sub", (v) => (seen.sub = v)),
        text("file_desc", table.text("evidences_file_name")),
        list("actions", (items) => (seen.hasDropped = items.some((i) => i === "Notice::ACTION_DROP"))),
      ],
      finish: () => {
        srcIp.put(seen.orig || seen.src);
        dstIp.put(seen.resp || seen.dst);
        message.put(seen.sub === "" ? seen.msg : `${seen.msg} (${seen.sub})`);
        severity.put(unknownSeverity);
        action.put(seen.hasDropped ? blocked : observed);
        activity.put(create);
        status.put(isNew);
        Object.assign(seen, nothing);
      },
    };
  },
};
