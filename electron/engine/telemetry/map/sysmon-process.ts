import type { ClassTable } from "../columns/class-table.ts";
import type { Fields } from "./windows-event.ts";
import { processActor } from "./sysmon-network.ts";
import { bindActor, bindOutcome, success, type WindowsMapping } from "./windows-mapping.ts";
import { fileName, guidOf, hashesOf, integerOf, logonIdOf, textOf, toAccount } from "./windows-values.ts";

const launch = 1;
const terminate = 2;

function bindProcess(table: ClassTable): (data: Fields, names: { guid: string; pid: string; image: string; user: string }) => void {
  const uid = table.text("process_uid");
  const pid = table.int64("process_pid");
  const name = table.text("process_name");
  const path = table.text("process_file_path");
  const userName = table.text("process_user_name");
  const userDomain = table.text("process_user_domain");
  return (data, names) => {
    const image = textOf(data, names.image);
    const user = toAccount(textOf(data, names.user));
    uid.put(guidOf(data, names.guid));
    pid.put(integerOf(data, names.pid));
    name.put(fileName(image));
    path.put(image);
    userName.put(user.name);
    userDomain.put(user.domain);
  };
}

const self = { guid: "ProcessGuid", pid: "ProcessId", image: "Image", user: "User" };

function bindLaunch(table: ClassTable): (data: Fields) => void {
  const company = table.text("process_file_company_name");
  const product = table.text("process_file_product_name");
  const internal = table.text("process_file_internal_name");
  const md5 = table.text("process_file_hash_md5");
  const sha1 = table.text("process_file_hash_sha1");
  const sha256 = table.text("process_file_hash_sha256");
  const imphash = table.text("process_file_hash_imphash");
  const commandLine = table.text("process_cmd_line");
  const folder = table.text("process_working_directory");
  const integrity = table.text("process_integrity");
  const session = table.text("process_session_uid");
  return (data) => {
    const hashes = hashesOf(textOf(data, "Hashes"));
    company.put(textOf(data, "Company"));
    product.put(textOf(data, "Product"));
    internal.put(textOf(data, "OriginalFileName"));
    md5.put(hashes.md5);
    sha1.put(hashes.sha1);
    sha256.put(hashes.sha256);
    imphash.put(hashes.imphash);
    commandLine.put(textOf(data, "CommandLine"));
    folder.put(textOf(data, "CurrentDirectory"));
    integrity.put(textOf(data, "IntegrityLevel"));
    session.put(logonIdOf(data, "LogonId"));
  };
}

function bindParent(table: ClassTable): (data: Fields) => void {
  const uid = table.text("process_parent_process_uid");
  const pid = table.int64("process_parent_process_pid");
  const name = table.text("process_parent_process_name");
  const path = table.text("process_parent_process_file_path");
  const commandLine = table.text("process_parent_process_cmd_line");
  const actor = bindActor(table);
  return (data) => {
    const parent = {
      uid: guidOf(data, "ParentProcessGuid"),
      pid: integerOf(data, "ParentProcessId"),
      path: textOf(data, "ParentImage"),
      commandLine: textOf(data, "ParentCommandLine"),
      account: toAccount(textOf(data, "ParentUser")),
    };
    uid.put(parent.uid);
    pid.put(parent.pid);
    name.put(fileName(parent.path));
    path.put(parent.path);
    commandLine.put(parent.commandLine);
    actor(parent);
  };
}

/** Process create: the new process, and its parent both as parent and as actor. */
export const sysmonLaunch: WindowsMapping = {
  product: "sysmon",
  eventIds: [1],
  class: "process_activity",
  bind: (table) => {
    const process = bindProcess(table);
    const details = bindLaunch(table);
    const parent = bindParent(table);
    const created = table.int64("process_created_time");
    const outcome = bindOutcome(table);
    return (event, timeUs) => {
      process(event.data, self);
      details(event.data);
      parent(event.data);
      created.put(event.ownUs ?? timeUs);
      outcome(launch, success);
    };
  },
};

/** Who ended the process is not told: it is its own actor, as in Security 4689. */
export const sysmonTerminate: WindowsMapping = {
  product: "sysmon",
  eventIds: [5],
  class: "process_activity",
  bind: (table) => {
    const process = bindProcess(table);
    const actor = bindActor(table);
    const outcome = bindOutcome(table);
    return (event) => {
      process(event.data, self);
      actor(processActor(event.data));
      outcome(terminate, success);
    };
  },
};
