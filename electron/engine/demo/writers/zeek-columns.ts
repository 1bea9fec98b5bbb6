import type { LogName } from "../network/zeek-day.ts";

const flow = "ts:time uid:string id.orig_h:addr id.orig_p:port id.resp_h:addr id.resp_p:port";

/** Field and type of each column, as Zeek's ASCII writer names them. */
const columns: Readonly<Record<LogName, string>> = {
  conn: `${flow} proto:enum service:string duration:interval orig_bytes:count resp_bytes:count conn_state:string local_orig:bool
    local_resp:bool missed_bytes:count history:string orig_pkts:count orig_ip_bytes:count resp_pkts:count resp_ip_bytes:count
    tunnel_parents:set[string]`,
  dns: `${flow} proto:enum trans_id:count rtt:interval query:string qclass:count qclass_name:string qtype:count qtype_name:string
    rcode:count rcode_name:string AA:bool TC:bool RD:bool RA:bool Z:count answers:vector[string] TTLs:vector[interval] rejected:bool`,
  http: `${flow} trans_depth:count method:string host:string uri:string referrer:string version:string user_agent:string origin:string
    request_body_len:count response_body_len:count status_code:count status_msg:string info_code:count info_msg:string tags:set[enum]
    username:string password:string proxied:set[string] orig_fuids:vector[string] orig_filenames:vector[string]
    orig_mime_types:vector[string] resp_fuids:vector[string] resp_filenames:vector[string] resp_mime_types:vector[string]`,
  ssl: `${flow} version:string cipher:string curve:string server_name:string resumed:bool last_alert:string next_protocol:string
    established:bool subject:string issuer:string ja3:string ja3s:string`,
};

const parsed = (log: LogName): string[][] => columns[log].split(/\s+/).map((c) => c.split(":"));

/** Header lines of a Zeek TSV log; `opened` is the local time Zeek prints, such as 2026-03-09-00-00-00. */
export function zeekHeader(log: LogName, opened: string): string[] {
  return [
    "#separator \\x09",
    "#set_separator\t,",
    "#empty_field\t(empty)",
    "#unset_field\t-",
    `#path\t${log}`,
    `#open\t${opened}`,
    ["#fields", ...parsed(log).map(([name]) => name)].join("\t"),
    ["#types", ...parsed(log).map(([, type]) => type)].join("\t"),
  ];
}
