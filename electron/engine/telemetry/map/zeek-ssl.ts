import { connection, derived, text, toBoolean, type ZeekMapping } from "./zeek-mapping.ts";

const open = 1;
const fail = 4;

export const zeekSsl: ZeekMapping = {
  log: "ssl",
  class: "network_activity",
  bind: (table) => {
    const activity = table.int32("activity_id");
    const status = table.int32("status_id");
    const protocol = table.text("connection_info_protocol_name");
    const app = table.text("app_name");
    let established: boolean | undefined;
    return {
      fields: [
        ...connection(table),
        text("server_name", table.text("tls_sni")),
        text("version", table.text("tls_version")),
        text("cipher", table.text("tls_cipher")),
        text("ja3", table.text("tls_ja3_hash")),
        text("ja3s", table.text("tls_ja3s_hash")),
        text("subject", table.text("tls_certificate_subject")),
        text("issuer", table.text("tls_certificate_issuer")),
        derived("established", (value) => {
          established = toBoolean(value);
        }),
      ],
      finish: () => {
        activity.put(established === undefined ? 6 : established ? open : fail);
        status.put(established === undefined ? 0 : established ? 1 : 2);
        protocol.put("tcp");
        app.put("ssl");
        established = undefined;
      },
    };
  },
};
