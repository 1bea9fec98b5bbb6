import type { ClassTable } from "../columns/class-table.ts";
import { logonTypes, statusText } from "./security-codes.ts";
import { callerPid, subject } from "./security-process.ts";
import type { Fields } from "./windows-event.ts";
import { bindActor, bindOutcome, failure, success, type WindowsMapping } from "./windows-mapping.ts";
import { integerOf, ipOf, logonIdOf, portOf, sidOf, textOf, toAccount } from "./windows-values.ts";

/** OCSF authentication activities. */
const logon = 1;
const logoff = 2;
const accountSwitch = 7;
const other = 99;

const activities: Readonly<Record<number, number>> = {
  4624: logon,
  4625: logon,
  4634: logoff,
  4647: logoff,
  4648: accountSwitch,
  4672: other,
};

/** Types that come over the network: network, its clear-text form, remote desktop, and that from the cache. */
const remoteTypes: ReadonlySet<number> = new Set([3, 8, 10, 12]);

export function bindUser(table: ClassTable): (data: Fields, who: "Target" | "Subject") => void {
  const name = table.text("user_name");
  const domain = table.text("user_domain");
  const uid = table.text("user_uid");
  const session = table.text("session_uid");
  return (data, who) => {
    const account = toAccount(textOf(data, `${who}UserName`));
    name.put(account.name);
    domain.put(textOf(data, `${who}DomainName`) ?? account.domain);
    uid.put(sidOf(data, `${who}UserSid`) ?? sidOf(data, `${who}Sid`));
    session.put(logonIdOf(data, `${who}LogonId`));
  };
}

export function bindOrigin(table: ClassTable): (data: Fields, host: string | undefined) => void {
  const ip = table.text("src_endpoint_ip");
  const port = table.int32("src_endpoint_port");
  const hostname = table.text("src_endpoint_hostname");
  const target = table.text("dst_endpoint_hostname");
  return (data, host) => {
    ip.put(ipOf(data, "IpAddress"));
    port.put(portOf(data, "IpPort") || undefined);
    hostname.put((textOf(data, "WorkstationName") ?? textOf(data, "Workstation"))?.toLowerCase());
    target.put(host);
  };
}

/** Logons, failed logons, logoffs, logons with other credentials, and the grant of special privileges. */
export const securityLogon: WindowsMapping = {
  product: "security",
  eventIds: [4624, 4625, 4634, 4647, 4648, 4672],
  class: "authentication",
  bind: (table) => {
    const user = bindUser(table);
    const origin = bindOrigin(table);
    const actor = bindActor(table);
    const outcome = bindOutcome(table);
    const isRemote = table.boolean("session_is_remote");
    const logonType = table.text("logon_type");
    const logonTypeId = table.int32("logon_type_id");
    const protocol = table.text("auth_protocol");
    const process = table.text("logon_process_name");
    const service = table.text("service_name");
    const detail = table.text("status_detail");
    return ({ data, eventId, host }) => {
      const type = integerOf(data, "LogonType");
      const hasFailed = eventId === 4625;
      const status = hasFailed ? failureCode(data) : undefined;
      user(data, eventId === 4672 ? "Subject" : "Target");
      origin(data, host);
      actor({ ...subject(data), pid: callerPid(data) || undefined, path: textOf(data, "ProcessName") });
      isRemote.put(type === undefined ? undefined : remoteTypes.has(type));
      logonType.put(type === undefined ? undefined : logonTypes[type]);
      logonTypeId.put(type);
      protocol.put(textOf(data, "LmPackageName") ?? textOf(data, "AuthenticationPackageName"));
      process.put(textOf(data, "LogonProcessName")?.trim());
      service.put(textOf(data, "TargetServerName"));
      detail.put(status === undefined ? undefined : statusText(status));
      outcome(activities[eventId] ?? other, hasFailed ? failure : success, status);
    };
  },
};

/** The sub-status says more where there is one. */
function failureCode(data: Fields): string | undefined {
  const sub = textOf(data, "SubStatus")?.toLowerCase();
  return sub === undefined || Number(sub) === 0 ? textOf(data, "Status")?.toLowerCase() : sub;
}
