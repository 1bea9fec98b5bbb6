/** Logs that Zeek and its common packages write. Used to name what is recognised without being kept. */
const zeekLogNames: ReadonlySet<string> = new Set(
  `analyzer arp bgp broker capture_loss cluster config conn conn_long conn_red dce_rpc dga dhcp dnp3 dns dpd files ftp generic_dns_tunnels http
  icmp intel irc kerberos known_certs known_devices known_hosts known_modbus known_services ldap ldap_search loaded_scripts modbus
  mqtt_connect mqtt_publish mqtt_subscribe mysql netcontrol notice notice_alarm ntlm ntp ocsp open_conn open_dns open_http open_ssl
  openflow packet_filter pe postgresql prof quic radius rdp reporter rfb signatures sip smb_cmd smb_files smb_mapping smtp snmp socks software
  ssh ssl stats stderr stdout syslog telemetry traceroute tunnel unified2 weird weird_stats websocket wireguard x509`.split(/\s+/),
);

/** The log's name inside a file name: `conn.15:00:00-16:00:00.log.gz`, `2024-01-01-conn.log`, `http.log.labeled` … */
export function logNameOfFile(fileName: string): string | undefined {
  const base = fileName.slice(Math.max(fileName.lastIndexOf("/"), fileName.lastIndexOf("!")) + 1).toLowerCase();
  const words = base.split(/[^a-z0-9_]+/).flatMap((word) => [word, ...word.split(/_(?=json|tsv|top)/)]);
  return words.find((word) => zeekLogNames.has(word));
}

/** `open_` marks snapshots of connections still running; `.labeled` is a habit of labelled data sets. */
export const baseLog = (log: string): string => log.replace(/^open_/, "").replace(/[._]labell?ed$/, "");

/** The log's name, with the file's `open_` where the records themselves do not tell. */
export function withOpen(log: string, fileLog: string | undefined): string {
  return fileLog === `open_${baseLog(log)}` ? fileLog : log;
}

type Fields = { readonly has: (field: string) => boolean };

const signatures: readonly (readonly [log: string, all: readonly string[]])[] = [
  ["conn", ["conn_state"]],
  ["conn", ["proto", "orig_bytes", "resp_bytes", "history"]],
  ["dns", ["trans_id", "query"]],
  ["dns", ["qtype_name", "rcode_name"]],
  ["dns", ["trans_id", "proto", "rejected"]],
  ["smtp", ["trans_depth", "helo"]],
  ["sip", ["trans_depth", "call_id"]],
  ["sip", ["trans_depth", "request_path"]],
  ["smtp", ["trans_depth", "path"]],
  ["http", ["trans_depth", "method"]],
  ["http", ["trans_depth", "status_code"]],
  ["http", ["trans_depth", "request_body_len"]],
  ["http", ["method", "host", "uri"]],
  ["ssl", ["cipher", "established"]],
  ["ssl", ["server_name", "version", "established"]],
  ["ssl", ["established", "resumed"]],
  ["files", ["fuid", "analyzers"]],
  ["x509", ["certificate.serial"]],
  ["weird", ["name", "notice", "peer"]],
  ["x509", ["certificate.subject", "certificate.issuer"]],
  ["notice", ["note", "msg"]],
  ["kerberos", ["request_type", "client"]],
  ["ntlm", ["server_nb_computer_name"]],
  ["rdp", ["security_protocol", "cert_count"]],
  ["ssh", ["client", "server", "kex_alg"]],
  ["dhcp", ["msg_types", "uids"]],
  ["smb_files", ["action", "name", "path"]],
  ["smb_mapping", ["share_type", "path"]],
  ["ftp", ["command", "reply_code"]],
];

/** The log whose typical fields are all there, by the shape of a record and not by its name. */
export function logNameOfFields(fields: Fields): string | undefined {
  return signatures.find(([, all]) => all.every((f) => fields.has(f)))?.[0];
}
