import { count, joined, moment, text, type ZeekMapping } from "./zeek-mapping.ts";

const other = 99;

/** A certificate that crossed the wire. It names no connection; the file's id leads there through files.log. */
export const zeekX509: ZeekMapping = {
  log: "x509",
  class: "network_activity",
  bind: (table) => {
    const activity = table.int32("activity_id");
    const status = table.int32("status_id");
    const fingerprint = table.text("tls_certificate_fingerprint");
    const uid = table.text("metadata_uid");
    let id: string | undefined;
    return {
      fields: [
        { field: "id", isList: false, value: (value) => (id = typeof value === "string" ? value : undefined) },
        { field: "fuid", isList: false, value: (value) => (id = typeof value === "string" ? value : undefined) },
        {
          field: "fingerprint",
          isList: false,
          value: (value) => {
            const digest = typeof value === "string" ? value : undefined;
            fingerprint.put(digest);
            id ??= digest;
          },
        },
        text("certificate.subject", table.text("tls_certificate_subject")),
        text("certificate.issuer", table.text("tls_certificate_issuer")),
        text("certificate.serial", table.text("tls_certificate_serial_number")),
        moment("certificate.not_valid_before", table.int64("tls_certificate_created_time")),
        moment("certificate.not_valid_after", table.int64("tls_certificate_expiration_time")),
        count("certificate.key_length", table.int32("tls_key_length")),
        joined("san.dns", table.text("tls_certificate_sans")),
      ],
      finish: () => {
        uid.put(id);
        activity.put(other);
        status.put(0);
        id = undefined;
      },
    };
  },
};
