import { inner, listAt, portAt, stringAt } from "./json-values.ts";
import type { SuricataMapping } from "./suricata-record.ts";
import { mailAddresses } from "./mail-address.ts";
import type { Fields } from "./windows-event.ts";
import { bindOutcome, unknownStatus } from "./windows-mapping.ts";

const sent = 1;

const addressesAt = (record: Fields, key: string): string =>
  listAt(record, key)
    .filter((v) => typeof v === "string")
    .flatMap(mailAddresses)
    .join(";");

export const suricataSmtp: SuricataMapping = {
  types: ["smtp"],
  class: "email_activity",
  bind: (table) => {
    const outcome = bindOutcome(table);
    const srcIp = table.text("src_endpoint_ip");
    const srcPort = table.int32("src_endpoint_port");
    const dstIp = table.text("dst_endpoint_ip");
    const dstPort = table.int32("dst_endpoint_port");
    const hello = table.text("smtp_hello");
    const smtpFrom = table.text("email_smtp_from");
    const smtpTo = table.text("email_smtp_to");
    const from = table.text("email_from");
    const to = table.text("email_to");
    const cc = table.text("email_cc");
    const subject = table.text("email_subject");
    const message = table.text("email_message_uid");
    return (record) => {
      const smtp = inner(record, "smtp");
      const email = inner(record, "email");
      srcIp.put(stringAt(record, "src_ip"));
      srcPort.put(portAt(record, "src_port"));
      dstIp.put(stringAt(record, "dest_ip"));
      dstPort.put(portAt(record, "dest_port"));
      hello.put(stringAt(smtp, "helo"));
      smtpFrom.put(addressesAt(smtp, "mail_from"));
      smtpTo.put(addressesAt(smtp, "rcpt_to"));
      from.put(addressesAt(email, "from"));
      to.put(addressesAt(email, "to"));
      cc.put(addressesAt(email, "cc"));
      subject.put(stringAt(email, "subject"));
      message.put(stringAt(email, "message_id"));
      outcome(sent, unknownStatus);
    };
  },
};
