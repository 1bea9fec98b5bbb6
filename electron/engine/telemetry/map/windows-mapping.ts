import type { ClassName } from "../../../../shared/domain/ocsf.ts";
import type { ClassTable } from "../columns/class-table.ts";
import type { WindowsEvent, WindowsProduct } from "./windows-event.ts";
import { type Account, fileName } from "./windows-values.ts";

/** Some event ids of one product and the OCSF class they become. `bind` takes its columns; what it returns fills one row. */
export interface WindowsMapping {
  readonly product: WindowsProduct;
  readonly eventIds: readonly number[];
  readonly class: ClassName;
  readonly bind: (table: ClassTable) => (event: WindowsEvent, timeUs: number) => void;
}

export interface Actor {
  readonly uid?: string | undefined;
  readonly pid?: number | undefined;
  readonly path?: string | undefined;
  readonly commandLine?: string | undefined;
  readonly account?: Account | undefined;
  readonly sid?: string | undefined;
  readonly sessionUid?: string | undefined;
}

/** Columns of who did it; every class but HTTP has them. */
export function bindActor(table: ClassTable): (actor: Actor) => void {
  const uid = table.text("actor_process_uid");
  const pid = table.int64("actor_process_pid");
  const name = table.text("actor_process_name");
  const path = table.text("actor_process_file_path");
  const commandLine = table.text("actor_process_cmd_line");
  const userName = table.text("actor_user_name");
  const userDomain = table.text("actor_user_domain");
  const userUid = table.text("actor_user_uid");
  const session = table.text("actor_session_uid");
  return (actor) => {
    uid.put(actor.uid);
    pid.put(actor.pid);
    name.put(fileName(actor.path));
    path.put(actor.path);
    commandLine.put(actor.commandLine);
    userName.put(actor.account?.name);
    userDomain.put(actor.account?.domain);
    userUid.put(actor.sid);
    session.put(actor.sessionUid);
  };
}

export function bindOutcome(table: ClassTable): (activityId: number, statusId: number, statusCode?: string) => void {
  const activity = table.int32("activity_id");
  const status = table.int32("status_id");
  const code = table.text("status_code");
  return (activityId, statusId, statusCode) => {
    activity.put(activityId);
    status.put(statusId);
    code.put(statusCode);
  };
}

/** OCSF status_id. */
export const success = 1;
export const failure = 2;
export const unknownStatus = 0;
