import { count, derived, interval, list, text, toBoolean, toNumber, type ZeekMapping } from "./zeek-mapping.ts";
import { fileName } from "./windows-values.ts";

const [upload, download] = [1, 2] as const;

interface Seen {
  uid: string | undefined;
  src: string | undefined;
  dst: string | undefined;
  senders: readonly string[];
  receivers: readonly string[];
  isFromOriginator: boolean | undefined;
  size: number | undefined;
  isComplete: boolean;
}

const nothing = (): Seen => ({
  uid: undefined,
  src: undefined,
  dst: undefined,
  senders: [],
  receivers: [],
  isFromOriginator: undefined,
  size: undefined,
  isComplete: true,
});

/**
 * A file seen on the wire. Zeek before version 5 names who sent and who received, later ones the connection; source is
 * whoever opened the connection in both.
 */
export const zeekFiles: ZeekMapping = {
  log: "files",
  class: "network_file_activity",
  bind: (table) => {
    const activity = table.int32("activity_id");
    const status = table.int32("status_id");
    const connection = table.text("connection_info_uid");
    const srcIp = table.text("src_endpoint_ip");
    const dstIp = table.text("dst_endpoint_ip");
    const name = table.text("file_name");
    const path = table.text("file_path");
    const size = table.int64("file_size");
    const app = table.text("app_name");
    let seen = nothing();
    return {
      fields: [
        text("fuid", table.text("metadata_uid"), table.text("file_uid")),
        derived("uid", (v) => (seen.uid = v)),
        list("conn_uids", (items) => (seen.uid ??= items[0])),
        derived("id.orig_h", (v) => (seen.src = v)),
        count("id.orig_p", table.int32("src_endpoint_port"), 65_535),
        derived("id.resp_h", (v) => (seen.dst = v)),
        count("id.resp_p", table.int32("dst_endpoint_port"), 65_535),
        list("tx_hosts", (items) => (seen.senders = items)),
        list("rx_hosts", (items) => (seen.receivers = items)),
        derived("is_orig", (v) => (seen.isFromOriginator = toBoolean(v))),
        derived("source", (v) => app.put(v.toLowerCase())),
        derived("filename", (v) => {
          name.put(fileName(v));
          path.put(v);
        }),
        derived("total_bytes", (v) => (seen.size = toNumber(v))),
        derived("seen_bytes", (v) => (seen.size ??= toNumber(v))),
        derived("missing_bytes", (v) => (seen.isComplete &&= toNumber(v) === 0)),
        text("mime_type", table.text("file_mime_type")),
        text("md5", table.text("file_hash_md5")),
        text("sha1", table.text("file_hash_sha1")),
        text("sha256", table.text("file_hash_sha256")),
        interval("duration", table.double("duration")),
      ],
      finish: () => {
        const isUpload = seen.isFromOriginator === true;
        connection.put(seen.uid);
        srcIp.put(seen.src ?? (isUpload ? seen.senders : seen.receivers)[0]);
        dstIp.put(seen.dst ?? (isUpload ? seen.receivers : seen.senders)[0]);
        size.put(seen.size);
        activity.put(seen.isFromOriginator === undefined ? 0 : isUpload ? upload : download);
        status.put(seen.isComplete ? 1 : 2);
        seen = nothing();
      },
    };
  },
};
