import type { TextColumn } from "../columns/text-column.ts";
import { mailAddresses } from "./mail-address.ts";
import { derived, endpoints, type FieldSetter, list, text, toNumber, type ZeekMapping } from "./zeek-mapping.ts";

const relay = 5;

const addresses = (field: string, column: TextColumn): FieldSetter =>
  list(field, (items) => column.put(items.flatMap(mailAddresses).join(";")));

/** One message, or one attempt at it. OCSF's mapping of this log calls it a scan; a relay is what is seen. */
export const zeekSmtp: ZeekMapping = {
  log: "smtp",
  class: "email_activity",
  bind: (table) => {
    const activity = table.int32("activity_id");
    const status = table.int32("status_id");
    const code = table.text("status_code");
    const detail = table.text("status_detail");
    let reply = "";
    return {
      fields: [
        text("uid", table.text("metadata_uid")),
        ...endpoints(table),
        text("helo", table.text("smtp_hello")),
        addresses("mailfrom", table.text("email_smtp_from")),
        addresses("rcptto", table.text("email_smtp_to")),
        addresses("from", table.text("email_from")),
        addresses("to", table.text("email_to")),
        addresses("cc", table.text("email_cc")),
        addresses("reply_to", table.text("email_reply_to")),
        text("msg_id", table.text("email_message_uid")),
        text("subject", table.text("email_subject")),
        text("x_originating_ip", table.text("email_x_originating_ip")),
        derived("last_reply", (v) => (reply = v)),
      ],
      finish: () => {
        const number = toNumber(reply.slice(0, 3));
        activity.put(relay);
        detail.put(reply);
        code.put(number === undefined ? undefined : String(number));
        status.put(number === undefined ? 0 : number < 400 ? 1 : 2);
        reply = "";
      },
    };
  },
};
