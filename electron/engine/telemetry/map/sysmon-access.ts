import type { ClassTable } from "../columns/class-table.ts";
import type { Fields } from "./windows-event.ts";
import { bindActor, bindOutcome, success, type WindowsMapping } from "./windows-mapping.ts";
import { fileName, guidOf, integerOf, textOf, toAccount } from "./windows-values.ts";

const open = 3;
const inject = 4;
const remoteThread = "Remote Thread";

/** Source and target of an access. Sysmon writes "GUID" in event 10 and "Guid" in event 8. */
function bindAccess(table: ClassTable): (data: Fields, guid: "GUID" | "Guid") => void {
  const uid = table.text("process_uid");
  const pid = table.int64("process_pid");
  const name = table.text("process_name");
  const path = table.text("process_file_path");
  const userName = table.text("process_user_name");
  const userDomain = table.text("process_user_domain");
  const actor = bindActor(table);
  return (data, guid) => {
    const image = textOf(data, "TargetImage");
    const user = toAccount(textOf(data, "TargetUser"));
    uid.put(guidOf(data, `TargetProcess${guid}`));
    pid.put(integerOf(data, "TargetProcessId"));
    name.put(fileName(image));
    path.put(image);
    userName.put(user.name);
    userDomain.put(user.domain);
    actor({
      uid: guidOf(data, `SourceProcess${guid}`),
      pid: integerOf(data, "SourceProcessId"),
      path: textOf(data, "SourceImage"),
      account: toAccount(textOf(data, "SourceUser")),
    });
  };
}

export const sysmonOpen: WindowsMapping = {
  product: "sysmon",
  eventIds: [10],
  class: "process_activity",
  bind: (table) => {
    const access = bindAccess(table);
    const permissions = table.text("requested_permissions");
    const callTrace = table.text("call_trace");
    const outcome = bindOutcome(table);
    return (event) => {
      access(event.data, "GUID");
      permissions.put(textOf(event.data, "GrantedAccess"));
      callTrace.put(textOf(event.data, "CallTrace"));
      outcome(open, success);
    };
  },
};

export const sysmonInject: WindowsMapping = {
  product: "sysmon",
  eventIds: [8],
  class: "process_activity",
  bind: (table) => {
    const access = bindAccess(table);
    const injection = table.text("injection_type");
    const outcome = bindOutcome(table);
    return (event) => {
      access(event.data, "Guid");
      injection.put(remoteThread);
      outcome(inject, success);
    };
  },
};
