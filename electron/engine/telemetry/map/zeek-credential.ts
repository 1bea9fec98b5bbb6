import { derived, endpoints, text, toBoolean, type ZeekMapping } from "./zeek-mapping.ts";

/** OCSF authentication activities by what a Kerberos client asks for. */
const requests: Readonly<Record<string, number>> = { AS: 3, TGS: 4 };
const [logon, other] = [1, 99] as const;

const statusOf = (success: boolean | undefined): number => (success === undefined ? 0 : success ? 1 : 2);

/** Kerberos seen on the wire. The client is written `name/REALM`; a name may hold slashes of its own. */
export const zeekKerberos: ZeekMapping = {
  log: "kerberos",
  class: "authentication",
  bind: (table) => {
    const activity = table.int32("activity_id");
    const status = table.int32("status_id");
    const protocol = table.text("auth_protocol");
    const name = table.text("user_name");
    const domain = table.text("user_domain");
    const code = table.text("status_code");
    let request = "";
    let success: boolean | undefined;
    return {
      fields: [
        text("uid", table.text("metadata_uid")),
        ...endpoints(table),
        derived("request_type", (v) => (request = v)),
        derived("client", (v) => {
          const slash = v.lastIndexOf("/");
          name.put(slash < 0 ? v : v.slice(0, slash));
          domain.put(slash < 0 ? undefined : v.slice(slash + 1));
        }),
        text("service", table.text("service_name")),
        derived("success", (v) => (success = toBoolean(v))),
        derived("error_msg", (v) => code.put(v)),
      ],
      finish: () => {
        protocol.put("Kerberos");
        activity.put(requests[request] ?? other);
        status.put(statusOf(success));
        request = "";
        success = undefined;
      },
    };
  },
};

export const zeekNtlm: ZeekMapping = {
  log: "ntlm",
  class: "authentication",
  bind: (table) => {
    const activity = table.int32("activity_id");
    const status = table.int32("status_id");
    const protocol = table.text("auth_protocol");
    const client = table.text("src_endpoint_hostname");
    const server = table.text("dst_endpoint_hostname");
    let success: boolean | undefined;
    let [dnsName, netbiosName] = ["", ""];
    return {
      fields: [
        text("uid", table.text("metadata_uid")),
        ...endpoints(table),
        text("username", table.text("user_name")),
        text("domainname", table.text("user_domain")),
        derived("hostname", (v) => client.put(v.toLowerCase())),
        derived("server_dns_computer_name", (v) => (dnsName = v)),
        derived("server_nb_computer_name", (v) => (netbiosName = v)),
        derived("success", (v) => (success = toBoolean(v))),
      ],
      finish: () => {
        protocol.put("NTLM");
        server.put((dnsName || netbiosName).toLowerCase());
        activity.put(logon);
        status.put(statusOf(success));
        success = undefined;
        [dnsName, netbiosName] = ["", ""];
      },
    };
  },
};
