import { dhcpActivities } from "./dhcp-activity.ts";
import { derived, interval, list, port, text, toNumber, type ZeekMapping } from "./zeek-mapping.ts";

const [ack, nak] = [5, 6] as const;

const nothing = { uid: "", assigned: "", client: "", requested: "", orig: "", server: "", fqdn: "", host: "", last: "" };

/**
 * Zeek writes one record per exchange; its last message tells how it ended. The client is the address it was given, else
 * the one it had or asked for. Records before Zeek 2.6 name a connection and no messages.
 */
export const zeekDhcp: ZeekMapping = {
  log: "dhcp",
  class: "dhcp_activity",
  bind: (table) => {
    const activity = table.int32("activity_id");
    const status = table.int32("status_id");
    const protocol = table.text("connection_info_protocol_name");
    const uid = table.text("metadata_uid");
    const connectionUid = table.text("connection_info_uid");
    const ip = table.text("src_endpoint_ip");
    const server = table.text("dst_endpoint_ip");
    const hostname = table.text("src_endpoint_hostname");
    const lease = table.int32("lease_dur");
    const seen = { ...nothing };
    return {
      fields: [
        derived("uid", (v) => (seen.uid = v)),
        list("uids", (items) => (seen.uid = items[0] ?? "")),
        derived("id.orig_h", (v) => (seen.orig = v)),
        port("id.orig_p", table.int32("src_endpoint_port")),
        derived("id.resp_h", (v) => (seen.server = v)),
        port("id.resp_p", table.int32("dst_endpoint_port")),
        derived("assigned_addr", (v) => (seen.assigned = v)),
        derived("assigned_ip", (v) => (seen.assigned = v)),
        derived("client_addr", (v) => (seen.client = v)),
        derived("requested_addr", (v) => (seen.requested = v)),
        derived("server_addr", (v) => (seen.server = v)),
        text("mac", table.text("src_endpoint_mac")),
        derived("client_fqdn", (v) => (seen.fqdn = v)),
        derived("host_name", (v) => (seen.host = v)),
        text("domain", table.text("src_endpoint_domain")),
        derived("lease_time", (v) => lease.put(Math.round(toNumber(v) ?? Number.NaN))),
        text("trans_id", table.text("transaction_uid")),
        text("server_message", table.text("status_detail")),
        interval("duration", table.double("duration")),
        list("msg_types", (items) => (seen.last = items.at(-1) ?? "")),
      ],
      finish: () => {
        const outcome = dhcpActivities[seen.last] ?? (seen.last === "" && seen.assigned !== "" ? ack : 0);
        uid.put(seen.uid);
        connectionUid.put(seen.uid);
        ip.put(seen.assigned || seen.client || seen.requested || seen.orig);
        server.put(seen.server);
        hostname.put((seen.fqdn || seen.host).toLowerCase());
        protocol.put("udp");
        activity.put(outcome);
        status.put(outcome === ack ? 1 : outcome === nak ? 2 : 0);
        Object.assign(seen, nothing);
      },
    };
  },
};
