import { shareTypes, smbActivities } from "./smb-activity.ts";
import { fileName } from "./windows-values.ts";
import { connection, count, derived, text, type ZeekMapping } from "./zeek-mapping.ts";

const other = 99;

export const zeekSmbFiles: ZeekMapping = {
  log: "smb_files",
  class: "smb_activity",
  bind: (table) => {
    const activity = table.int32("activity_id");
    const status = table.int32("status_id");
    const protocol = table.text("connection_info_protocol_name");
    const command = table.text("command");
    const name = table.text("file_name");
    const path = table.text("file_path");
    let action = "";
    return {
      fields: [
        ...connection(table),
        derived("action", (v) => (action = v.replace(/^SMB::/, ""))),
        text("path", table.text("share")),
        derived("name", (v) => {
          name.put(fileName(v));
          path.put(v);
        }),
        text("fuid", table.text("file_uid")),
        count("size", table.int64("file_size")),
      ],
      finish: () => {
        command.put(action);
        activity.put(smbActivities[action] ?? other);
        status.put(0);
        protocol.put("tcp");
        action = "";
      },
    };
  },
};

/** A share that was connected to: OCSF has no activity for it. */
export const zeekSmbMapping: ZeekMapping = {
  log: "smb_mapping",
  class: "smb_activity",
  bind: (table) => {
    const activity = table.int32("activity_id");
    const status = table.int32("status_id");
    const protocol = table.text("connection_info_protocol_name");
    const command = table.text("command");
    const shareType = table.int32("share_type_id");
    return {
      fields: [
        ...connection(table),
        text("path", table.text("share")),
        derived("share_type", (v) => shareType.put(shareTypes[v] ?? other)),
      ],
      finish: () => {
        command.put("TREE_CONNECT");
        activity.put(other);
        status.put(0);
        protocol.put("tcp");
      },
    };
  },
};
