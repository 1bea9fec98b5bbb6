import type { EventSink } from "../columns/event-sink.ts";
import type { ClassTable } from "../columns/class-table.ts";
import { bindActor, bindOutcome, failure, success, unknownStatus } from "./windows-mapping.ts";
import { fileName } from "./windows-values.ts";

interface ActOrigin {
  readonly uid?: string | undefined;
  readonly product: string;
  readonly log: string;
  readonly code?: string | undefined;
  readonly host: string | undefined;
  readonly isSuccess: boolean | undefined;
  readonly statusCode?: string | undefined;
}

interface Person {
  readonly name?: string | undefined;
  readonly uid?: string | undefined;
}

/** A program that was started, or was to be. */
export interface Launch extends ActOrigin {
  readonly kind: "launch";
  readonly pid?: number | undefined;
  readonly path: string | undefined;
  readonly commandLine: string | undefined;
  readonly folder: string | undefined;
  readonly parentPid?: number | undefined;
  /** Whose rights the program has. */
  readonly user: Person;
  /** Who started it: the login behind it where that is told. */
  readonly starter: Person;
  readonly session?: string | undefined;
  readonly exitCode?: number | undefined;
}

/** Somebody comes, goes, or becomes somebody else; `activity` is OCSF's. */
export interface Login extends ActOrigin {
  readonly kind: "login";
  readonly activity: number;
  readonly user: Person;
  readonly actor: Person;
  readonly service: string | undefined;
  readonly method?: string | undefined;
  readonly ip?: string | undefined;
  readonly port?: number | undefined;
  readonly remoteHost?: string | undefined;
  readonly session?: string | undefined;
  readonly isRemote?: boolean | undefined;
}

export type LinuxAct = Launch | Login;

const launched = 1;

export const statusOf = (isSuccess: boolean | undefined): number =>
  isSuccess === undefined ? unknownStatus : isSuccess ? success : failure;

function bindOrigin(table: ClassTable): (act: ActOrigin) => void {
  const uid = table.text("metadata_uid");
  const product = table.text("metadata_product_name");
  const log = table.text("metadata_log_name");
  const code = table.text("metadata_event_code");
  const host = table.text("device_hostname");
  return (act) => {
    uid.put(act.uid);
    product.put(act.product);
    log.put(act.log);
    code.put(act.code);
    host.put(act.host?.toLowerCase());
  };
}

function bindLaunch(table: ClassTable): (act: Launch, timeUs: number) => void {
  const origin = bindOrigin(table);
  const outcome = bindOutcome(table);
  const actor = bindActor(table);
  const pid = table.int64("process_pid");
  const name = table.text("process_name");
  const path = table.text("process_file_path");
  const commandLine = table.text("process_cmd_line");
  const folder = table.text("process_working_directory");
  const created = table.int64("process_created_time");
  const userName = table.text("process_user_name");
  const userUid = table.text("process_user_uid");
  const session = table.text("process_session_uid");
  const parentPid = table.int64("process_parent_process_pid");
  const exitCode = table.int64("exit_code");
  return (act, timeUs) => {
    origin(act);
    pid.put(act.pid);
    name.put(fileName(act.path));
    path.put(act.path);
    commandLine.put(act.commandLine);
    folder.put(act.folder);
    created.put(act.isSuccess === false ? undefined : timeUs);
    userName.put(act.user.name);
    userUid.put(act.user.uid);
    session.put(act.session);
    parentPid.put(act.parentPid);
    exitCode.put(act.exitCode);
    actor({ pid: act.parentPid, account: { name: act.starter.name, domain: undefined }, sid: act.starter.uid, sessionUid: act.session });
    outcome(launched, statusOf(act.isSuccess), act.statusCode);
  };
}

function bindLogin(table: ClassTable): (act: Login) => void {
  const origin = bindOrigin(table);
  const outcome = bindOutcome(table);
  const actor = bindActor(table);
  const userName = table.text("user_name");
  const userUid = table.text("user_uid");
  const session = table.text("session_uid");
  const isRemote = table.boolean("session_is_remote");
  const method = table.text("auth_protocol");
  const service = table.text("service_name");
  const ip = table.text("src_endpoint_ip");
  const port = table.int32("src_endpoint_port");
  const remoteHost = table.text("src_endpoint_hostname");
  const target = table.text("dst_endpoint_hostname");
  return (act) => {
    origin(act);
    userName.put(act.user.name);
    userUid.put(act.user.uid);
    session.put(act.session);
    isRemote.put(act.isRemote);
    method.put(act.method);
    service.put(act.service);
    ip.put(act.ip);
    port.put(act.port);
    remoteHost.put(act.remoteHost?.toLowerCase());
    target.put(act.host?.toLowerCase());
    actor({ account: { name: act.actor.name, domain: undefined }, sid: act.actor.uid });
    outcome(act.activity, statusOf(act.isSuccess), act.statusCode);
  };
}

/** Fills the row of an act; the caller commits it to the table that comes back. */
export class LinuxActs {
  readonly #launches: ClassTable;
  readonly #logins: ClassTable;
  readonly #launch: (act: Launch, timeUs: number) => void;
  readonly #login: (act: Login) => void;

  constructor(sink: EventSink) {
    this.#launches = sink.table("process_activity");
    this.#logins = sink.table("authentication");
    this.#launch = bindLaunch(this.#launches);
    this.#login = bindLogin(this.#logins);
  }

  fill(act: LinuxAct, timeUs: number): ClassTable {
    if (act.kind === "launch") {
      this.#launch(act, timeUs);
      return this.#launches;
    }
    this.#login(act);
    return this.#logins;
  }
}
