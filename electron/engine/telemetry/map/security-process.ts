import type { Fields } from "./windows-event.ts";
import { type Actor, bindActor, bindOutcome, success, type WindowsMapping } from "./windows-mapping.ts";
import { fileName, integerOf, logonIdOf, sidOf, textOf } from "./windows-values.ts";

const launch = 1;
const terminate = 2;

/** Mandatory labels (winnt.h, SECURITY_MANDATORY_*_RID) in Sysmon's words. */
const integrities: Readonly<Record<string, string>> = {
  "S-1-16-0": "Untrusted",
  "S-1-16-4096": "Low",
  "S-1-16-8192": "Medium",
  "S-1-16-8448": "Medium",
  "S-1-16-12288": "High",
  "S-1-16-16384": "System",
  "S-1-16-20480": "Protected",
};

export const subject = (data: Fields): Actor => ({
  account: { name: textOf(data, "SubjectUserName"), domain: textOf(data, "SubjectDomainName") },
  sid: sidOf(data, "SubjectUserSid"),
  sessionUid: logonIdOf(data, "SubjectLogonId"),
});

const pidInMessage = /\t(?:Creator )?Process ID:\s{1,8}(0x[0-9a-fA-F]{1,12})/;

/** NXLog overwrites ProcessId with the number of the process that wrote the record; the message keeps it. */
export function callerPid(data: Fields): number | undefined {
  const known = integerOf(data, "ProcessId");
  if (known !== undefined) return known;
  const found = pidInMessage.exec(textOf(data, "Message") ?? "")?.[1];
  return found === undefined ? undefined : Number(found);
}

/** 4688. The new process runs as the target account when one is named, else as its creator's. There is no process GUID. */
export const securityLaunch: WindowsMapping = {
  product: "security",
  eventIds: [4688],
  class: "process_activity",
  bind: (table) => {
    const pid = table.int64("process_pid");
    const name = table.text("process_name");
    const path = table.text("process_file_path");
    const commandLine = table.text("process_cmd_line");
    const integrity = table.text("process_integrity");
    const created = table.int64("process_created_time");
    const userName = table.text("process_user_name");
    const userDomain = table.text("process_user_domain");
    const userUid = table.text("process_user_uid");
    const session = table.text("process_session_uid");
    const parentPid = table.int64("process_parent_process_pid");
    const parentName = table.text("process_parent_process_name");
    const parentPath = table.text("process_parent_process_file_path");
    const actor = bindActor(table);
    const outcome = bindOutcome(table);
    return ({ data }, timeUs) => {
      const image = textOf(data, "NewProcessName");
      const runsAs = textOf(data, "TargetUserName") === undefined ? "Subject" : "Target";
      const parent = { pid: callerPid(data), path: textOf(data, "ParentProcessName") };
      const label = textOf(data, "MandatoryLabel");
      pid.put(integerOf(data, "NewProcessId"));
      name.put(fileName(image));
      path.put(image);
      commandLine.put(textOf(data, "CommandLine"));
      integrity.put(label !== undefined && Object.hasOwn(integrities, label) ? integrities[label] : label);
      created.put(timeUs);
      userName.put(textOf(data, `${runsAs}UserName`));
      userDomain.put(textOf(data, `${runsAs}DomainName`));
      userUid.put(sidOf(data, `${runsAs}UserSid`));
      session.put(logonIdOf(data, `${runsAs}LogonId`));
      parentPid.put(parent.pid);
      parentName.put(fileName(parent.path));
      parentPath.put(parent.path);
      actor({ ...subject(data), ...parent });
      outcome(launch, success);
    };
  },
};

export const securityTerminate: WindowsMapping = {
  product: "security",
  eventIds: [4689],
  class: "process_activity",
  bind: (table) => {
    const pid = table.int64("process_pid");
    const name = table.text("process_name");
    const path = table.text("process_file_path");
    const exitCode = table.int64("exit_code");
    const userName = table.text("process_user_name");
    const userDomain = table.text("process_user_domain");
    const userUid = table.text("process_user_uid");
    const session = table.text("process_session_uid");
    const actor = bindActor(table);
    const outcome = bindOutcome(table);
    return ({ data }) => {
      const image = textOf(data, "ProcessName");
      const who = subject(data);
      const number = callerPid(data);
      pid.put(number);
      name.put(fileName(image));
      path.put(image);
      actor({ ...who, pid: number, path: image });
      exitCode.put(integerOf(data, "Status"));
      userName.put(who.account?.name);
      userDomain.put(who.account?.domain);
      userUid.put(who.sid);
      session.put(who.sessionUid);
      outcome(terminate, success);
    };
  },
};
