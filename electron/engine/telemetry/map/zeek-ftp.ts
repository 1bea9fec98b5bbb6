import { ftpActivities } from "./ftp-activity.ts";
import { connection, count, derived, text, toNumber, type ZeekMapping } from "./zeek-mapping.ts";
import { fileName } from "./windows-values.ts";

const hidden = "PASS";

export const zeekFtp: ZeekMapping = {
  log: "ftp",
  class: "ftp_activity",
  bind: (table) => {
    const activity = table.int32("activity_id");
    const status = table.int32("status_id");
    const code = table.text("status_code");
    const protocol = table.text("connection_info_protocol_name");
    const command = table.text("command");
    const name = table.text("file_name");
    const path = table.text("file_path");
    const seen = { verb: "", argument: "", reply: "" };
    return {
      fields: [
        ...connection(table),
        text("user", table.text("actor_user_name")),
        derived("command", (v) => (seen.verb = v)),
        derived("arg", (v) => (seen.argument = v)),
        derived("reply_code", (v) => (seen.reply = v)),
        text("reply_msg", table.text("status_detail")),
        text("mime_type", table.text("file_mime_type")),
        count("file_size", table.int64("file_size")),
        text("fuid", table.text("file_uid")),
      ],
      finish: () => {
        const known = ftpActivities[seen.verb];
        const reply = toNumber(seen.reply);
        command.put(seen.argument === "" || seen.verb === hidden ? seen.verb : `${seen.verb} ${seen.argument}`);
        path.put(known === undefined ? undefined : seen.argument);
        name.put(known === undefined ? undefined : fileName(seen.argument));
        protocol.put("tcp");
        activity.put(known ?? 0);
        code.put(seen.reply);
        status.put(reply === undefined ? 0 : reply < 400 ? 1 : 2);
        Object.assign(seen, { verb: "", argument: "", reply: "" });
      },
    };
  },
};
