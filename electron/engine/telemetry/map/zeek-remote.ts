import { connection, count, derived, text, toBoolean, toNumber, type ZeekMapping } from "./zeek-mapping.ts";

const [fail, traffic, other] = [4, 6, 99] as const;
const [inbound, outbound, lateral] = [1, 2, 3] as const;

export const zeekRdp: ZeekMapping = {
  log: "rdp",
  class: "rdp_activity",
  bind: (table) => {
    const activity = table.int32("activity_id");
    const status = table.int32("status_id");
    const protocol = table.text("connection_info_protocol_name");
    const client = table.text("src_endpoint_hostname");
    let success: boolean | undefined;
    return {
      fields: [
        ...connection(table),
        text("cookie", table.text("identifier_cookie")),
        text("result", table.text("status_detail")),
        text("security_protocol", table.text("protocol_ver")),
        text("client_build", table.text("src_endpoint_agent_list_name")),
        derived("client_name", (v) => client.put(v.toLowerCase())),
        count("desktop_width", table.int32("remote_display_physical_width")),
        count("desktop_height", table.int32("remote_display_physical_height")),
        derived("auth_success", (v) => (success = toBoolean(v))),
      ],
      finish: () => {
        protocol.put("tcp");
        activity.put(traffic);
        status.put(success === undefined ? 0 : success ? 1 : 2);
        success = undefined;
      },
    };
  },
};

/** Whether somebody got in is Zeek's guess from the sizes of encrypted packets. */
export const zeekSsh: ZeekMapping = {
  log: "ssh",
  class: "ssh_activity",
  bind: (table) => {
    const activity = table.int32("activity_id");
    const status = table.int32("status_id");
    const protocol = table.text("connection_info_protocol_name");
    const direction = table.int32("connection_info_direction_id");
    const version = table.text("protocol_ver");
    let success: boolean | undefined;
    return {
      fields: [
        ...connection(table),
        derived("version", (v) => version.put(toNumber(v) === undefined ? v : String(toNumber(v)))),
        count("auth_attempts", table.int32("count")),
        derived("direction", (v) => direction.put(v === "INBOUND" ? inbound : v === "OUTBOUND" ? outbound : lateral)),
        text("client", table.text("src_endpoint_agent_list_name")),
        text("server", table.text("dst_endpoint_agent_list_name")),
        text("hassh", table.text("client_hassh_fingerprint_value")),
        text("hasshServer", table.text("server_hassh_fingerprint_value")),
        derived("auth_success", (v) => (success = toBoolean(v))),
      ],
      finish: () => {
        protocol.put("tcp");
        activity.put(success === undefined ? traffic : success ? other : fail);
        status.put(success === undefined ? 0 : success ? 1 : 2);
        success = undefined;
      },
    };
  },
};
