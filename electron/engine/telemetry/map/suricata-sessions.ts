import { inner, joinedAt, numberAt, stringAt } from "./json-values.ts";
import { dhcpActivities } from "./dhcp-activity.ts";
import { shareTypes, smbActivities } from "./smb-activity.ts";
import { bindFlow, bindProtocol, type SuricataMapping } from "./suricata-record.ts";
import { bindOutcome, failure, success, unknownStatus } from "./windows-mapping.ts";
import { fileName, toAccount } from "./windows-values.ts";

const traffic = 6;

export const suricataSsh: SuricataMapping = {
  types: ["ssh"],
  class: "ssh_activity",
  bind: (table) => {
    const endpoints = bindFlow(table);
    const protocol = bindProtocol(table);
    const outcome = bindOutcome(table);
    const version = table.text("protocol_ver");
    const client = table.text("src_endpoint_agent_list_name");
    const server = table.text("dst_endpoint_agent_list_name");
    const clientHash = table.text("client_hassh_fingerprint_value");
    const serverHash = table.text("server_hassh_fingerprint_value");
    return (record) => {
      const ssh = inner(record, "ssh");
      const [from, to] = [inner(ssh, "client"), inner(ssh, "server")];
      endpoints(record);
      protocol(record);
      version.put(stringAt(to, "proto_version") ?? stringAt(from, "proto_version"));
      client.put(stringAt(from, "software_version"));
      server.put(stringAt(to, "software_version"));
      clientHash.put(stringAt(inner(from, "hassh"), "hash"));
      serverHash.put(stringAt(inner(to, "hassh"), "hash"));
      outcome(traffic, unknownStatus);
    };
  },
};

export const suricataSmb: SuricataMapping = {
  types: ["smb"],
  class: "smb_activity",
  bind: (table) => {
    const endpoints = bindFlow(table);
    const protocol = bindProtocol(table);
    const outcome = bindOutcome(table);
    const command = table.text("command");
    const dialect = table.text("dialect");
    const share = table.text("share");
    const shareType = table.int32("share_type_id");
    const tree = table.text("tree_uid");
    const name = table.text("file_name");
    const path = table.text("file_path");
    const size = table.int64("file_size");
    const userName = table.text("actor_user_name");
    const userDomain = table.text("actor_user_domain");
    return (record) => {
      const smb = inner(record, "smb");
      const account = inner(smb, "ntlmssp");
      const file = stringAt(smb, "filename");
      const status = stringAt(smb, "status");
      endpoints(record);
      protocol(record);
      command.put(stringAt(smb, "command"));
      dialect.put(stringAt(smb, "dialect"));
      share.put(stringAt(smb, "share"));
      shareType.put(shareTypes[stringAt(smb, "share_type") ?? ""]);
      tree.put(stringAt(smb, "tree_id"));
      name.put(fileName(file));
      path.put(file);
      size.put(numberAt(smb, "size"));
      userName.put(stringAt(account, "user"));
      userDomain.put(stringAt(account, "domain"));
      const activity = smbActivities[stringAt(smb, "disposition") ?? ""];
      outcome(activity ?? 99, status === undefined ? unknownStatus : status === "STATUS_SUCCESS" ? success : failure, status);
    };
  },
};

export const suricataRdp: SuricataMapping = {
  types: ["rdp"],
  class: "rdp_activity",
  bind: (table) => {
    const endpoints = bindFlow(table);
    const protocol = bindProtocol(table);
    const outcome = bindOutcome(table);
    const cookie = table.text("identifier_cookie");
    const version = table.text("protocol_ver");
    const client = table.text("src_endpoint_hostname");
    const build = table.text("src_endpoint_agent_list_name");
    const width = table.int32("remote_display_physical_width");
    const height = table.int32("remote_display_physical_height");
    /** OCSF activity by the step of the handshake that a record tells of. */
    const steps: Readonly<Record<string, number>> = {
      initial_request: 1,
      initial_response: 2,
      connect_request: 3,
      connect_response: 4,
      tls_handshake: 5,
    };
    return (record) => {
      const rdp = inner(record, "rdp");
      const from = inner(rdp, "client");
      endpoints(record);
      protocol(record);
      cookie.put(stringAt(rdp, "cookie"));
      version.put(stringAt(rdp, "protocol"));
      client.put(stringAt(from, "client_name")?.toLowerCase());
      build.put(stringAt(from, "build"));
      width.put(numberAt(from, "desktop_width"));
      height.put(numberAt(from, "desktop_height"));
      outcome(steps[stringAt(rdp, "event_type") ?? ""] ?? traffic, unknownStatus);
    };
  },
};

export const suricataDhcp: SuricataMapping = {
  types: ["dhcp"],
  class: "dhcp_activity",
  bind: (table) => {
    const endpoints = bindFlow(table);
    const protocol = bindProtocol(table);
    const outcome = bindOutcome(table);
    const mac = table.text("src_endpoint_mac");
    const hostname = table.text("src_endpoint_hostname");
    const lease = table.int32("lease_dur");
    const transaction = table.text("transaction_uid");
    return (record) => {
      const dhcp = inner(record, "dhcp");
      const type = stringAt(dhcp, "dhcp_type")?.toUpperCase() ?? "";
      const isReply = stringAt(dhcp, "type") === "reply";
      const given = stringAt(dhcp, "assigned_ip");
      endpoints(isReply && given !== undefined && given !== "0.0.0.0" ? { ...record, dest_ip: given } : record, isReply);
      protocol(record);
      mac.put(stringAt(dhcp, "client_mac"));
      hostname.put(stringAt(dhcp, "hostname")?.toLowerCase());
      lease.put(numberAt(dhcp, "lease_time"));
      transaction.put(stringAt(dhcp, "id"));
      outcome(dhcpActivities[type] ?? 0, type === "ACK" ? success : type === "NAK" ? failure : unknownStatus);
    };
  },
};

const ticketOf: Readonly<Record<string, number>> = { KRB_AS_REQ: 3, KRB_AS_REP: 3, KRB_TGS_REQ: 4, KRB_TGS_REP: 4 };

export const suricataKerberos: SuricataMapping = {
  types: ["krb5"],
  class: "authentication",
  bind: (table) => {
    const outcome = bindOutcome(table);
    const name = table.text("user_name");
    const domain = table.text("user_domain");
    const service = table.text("service_name");
    const authProtocol = table.text("auth_protocol");
    const srcIp = table.text("src_endpoint_ip");
    const srcPort = table.int32("src_endpoint_port");
    const dstIp = table.text("dst_endpoint_ip");
    const dstPort = table.int32("dst_endpoint_port");
    return (record) => {
      const krb = inner(record, "krb5");
      const error = stringAt(krb, "error_code");
      name.put(toAccount(stringAt(krb, "cname")).name);
      domain.put(stringAt(krb, "realm"));
      service.put(stringAt(krb, "sname") ?? joinedAt(krb, "sname"));
      authProtocol.put("Kerberos");
      srcIp.put(stringAt(record, "src_ip"));
      srcPort.put(numberAt(record, "src_port"));
      dstIp.put(stringAt(record, "dest_ip"));
      dstPort.put(numberAt(record, "dest_port"));
      const type = stringAt(krb, "msg_type") ?? "";
      const request = type === "KRB_ERROR" ? (stringAt(krb, "failed_request") ?? "") : type;
      outcome(ticketOf[request] ?? 99, type === "KRB_ERROR" ? failure : type.endsWith("REP") ? success : unknownStatus, error);
    };
  },
};
