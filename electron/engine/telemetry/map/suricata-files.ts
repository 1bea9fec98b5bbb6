import type { ClassTable } from "../columns/class-table.ts";
import { ftpActivities } from "./ftp-activity.ts";
import { inner, joinedAt, numberAt, portAt, stringAt } from "./json-values.ts";
import { bindFlow, bindProtocol, type SuricataMapping } from "./suricata-record.ts";
import type { Fields } from "./windows-event.ts";
import { bindOutcome, failure, success, unknownStatus } from "./windows-mapping.ts";

const [upload, download] = [1, 2] as const;

/**
 * The record's source is whoever sent the file. The lower port is taken for the server's, so that source is the client as
 * in all other events; wrong where two clients talk to each other.
 */
const isFromServer = (record: Fields): boolean => (portAt(record, "src_port") ?? 0) < (portAt(record, "dest_port") ?? 0);

const nameIn = (path: string | undefined): string | undefined => path?.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);

function bindTransfer(table: ClassTable): (file: Fields) => void {
  const name = table.text("file_name");
  const path = table.text("file_path");
  const size = table.int64("file_size");
  const md5 = table.text("file_hash_md5");
  const sha1 = table.text("file_hash_sha1");
  const sha256 = table.text("file_hash_sha256");
  return (file) => {
    const where = stringAt(file, "filename");
    name.put(nameIn(where));
    path.put(where);
    size.put(numberAt(file, "size"));
    md5.put(stringAt(file, "md5"));
    sha1.put(stringAt(file, "sha1"));
    sha256.put(stringAt(file, "sha256"));
  };
}

export const suricataFile: SuricataMapping = {
  types: ["fileinfo"],
  class: "network_file_activity",
  bind: (table) => {
    const endpoints = bindFlow(table);
    const protocol = bindProtocol(table);
    const outcome = bindOutcome(table);
    const transfer = bindTransfer(table);
    const uid = table.text("file_uid");
    const mime = table.text("file_mime_type");
    const app = table.text("app_name");
    return (record) => {
      const file = inner(record, "fileinfo");
      const state = stringAt(file, "state");
      endpoints(record, isFromServer(record));
      protocol(record);
      transfer(file);
      uid.put(stringAt(file, "file_id"));
      mime.put(stringAt(inner(record, "http"), "http_content_type"));
      app.put(stringAt(record, "app_proto"));
      outcome(isFromServer(record) ? download : upload, state === "CLOSED" ? success : unknownStatus, state);
    };
  },
};

export const suricataFtp: SuricataMapping = {
  types: ["ftp"],
  class: "ftp_activity",
  bind: (table) => {
    const endpoints = bindFlow(table);
    const protocol = bindProtocol(table);
    const outcome = bindOutcome(table);
    const command = table.text("command");
    const detail = table.text("status_detail");
    const path = table.text("file_path");
    const name = table.text("file_name");
    return (record) => {
      const ftp = inner(record, "ftp");
      const verb = stringAt(ftp, "command") ?? "";
      const argument = stringAt(ftp, "command_data");
      const code = joinedAt(ftp, "completion_code")?.split(";").at(-1);
      const activity = ftpActivities[verb.toUpperCase()];
      endpoints(record);
      protocol(record);
      command.put(argument === undefined || verb.toUpperCase() === "PASS" ? verb : `${verb} ${argument}`);
      detail.put(joinedAt(ftp, "reply"));
      path.put(activity === undefined ? undefined : argument);
      name.put(activity === undefined ? undefined : nameIn(argument));
      outcome(activity ?? 0, code === undefined ? unknownStatus : Number(code) < 400 ? success : failure, code);
    };
  },
};
