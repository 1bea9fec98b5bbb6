import { statusText } from "./security-codes.ts";
import { bindOrigin, bindUser } from "./security-logon.ts";
import { bindActor, bindOutcome, failure, success, unknownStatus, type WindowsMapping } from "./windows-mapping.ts";
import { textOf } from "./windows-values.ts";

/** Event to OCSF activity: ticket-granting ticket, service ticket, renewal, pre-authentication, and NTLM validation as logon. */
const activities: Readonly<Record<number, number>> = { 4768: 3, 4769: 4, 4770: 5, 4771: 6, 4776: 1 };

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
    return ({ data, eventId, host }) => {
      const status = textOf(data, "Status")?.toLowerCase();
      const isSuccess = status === undefined ? undefined : Number(status) === 0;
      user(data, "Target");
      origin(data, host);
      actor({});
      protocol.put(eventId === 4776 ? "NTLM" : "Kerberos");
      service.put(textOf(data, "ServiceName"));
      detail.put(isSuccess === false && status !== undefined ? statusText(status) : undefined);
      const statusId = isSuccess === undefined ? unknownStatus : isSuccess ? success : failure;
      outcome(activities[eventId] ?? unknownStatus, eventId === 4771 ? failure : statusId, status);
    };
  },
};
