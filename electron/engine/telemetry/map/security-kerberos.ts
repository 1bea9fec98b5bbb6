import { cipherName, statusText } from "./security-codes.ts";
import { bindOrigin, bindUser } from "./security-logon.ts";
import { bindActor, bindOutcome, failure, success, unknownStatus, type WindowsMapping } from "./windows-mapping.ts";
import { textOf } from "./windows-values.ts";

/** Event to OCSF activity: ticket-granting ticket, service ticket, renewal, pre-authentication, and NTLM validation as logon. */
const activities: Readonly<Record<number, number>> = { 4768: 3, 4769: 4, 4770: 5, 4771: 6, 4776: 1 };

/** OCSF's kinds of token: ticket-granting ticket and service ticket. */
const tokenTypes: Readonly<Record<number, number>> = { 4768: 1, 4769: 2, 4770: 2 };

/** What a domain controller says of Kerberos and NTLM; the controller is the destination. */
export const securityCredential: WindowsMapping = {
  product: "security",
  eventIds: [4768, 4769, 4770, 4771, 4776],
  class: "authentication",
  bind: (table) => {
    const user = bindUser(table);
    const origin = bindOrigin(table);
    const actor = bindActor(table);
    const outcome = bindOutcome(table);
    const protocol = table.text("auth_protocol");
    const service = table.text("service_name");
    const detail = table.text("status_detail");
    const tokenType = table.int32("authentication_token_type_id");
    const cipher = table.text("authentication_token_encryption_details_algorithm");
    const flags = table.text("authentication_token_kerberos_flags");
    return ({ data, eventId, host }) => {
      const status = textOf(data, "Status")?.toLowerCase();
      const isSuccess = status === undefined ? undefined : Number(status) === 0;
      user(data, "Target");
      origin(data, host);
      actor({});
      protocol.put(eventId === 4776 ? "NTLM" : "Kerberos");
      service.put(textOf(data, "ServiceName"));
      const cipherCode = textOf(data, "TicketEncryptionType");
      tokenType.put(tokenTypes[eventId]);
      cipher.put(cipherCode === undefined ? undefined : cipherName(cipherCode));
      flags.put(textOf(data, "TicketOptions"));
      detail.put(isSuccess === false && status !== undefined ? statusText(status) : undefined);
      const statusId = isSuccess === undefined ? unknownStatus : isSuccess ? success : failure;
      outcome(activities[eventId] ?? unknownStatus, eventId === 4771 ? failure : statusId, status);
    };
  },
};
