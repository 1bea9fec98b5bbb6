import type { ClassTable } from "../columns/class-table.ts";
import { bindCaller } from "./cloudtrail-caller.ts";
import { inner, stringAt } from "./json-values.ts";
import type { Fields } from "./windows-event.ts";
import { bindOutcome, failure, success } from "./windows-mapping.ts";

const [logon, ticket, accountSwitch, other] = [1, 3, 7, 99];

/** Sign-in and the token service: the calls that OCSF's mapping of CloudTrail makes authentication. */
const activities: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  "signin.amazonaws.com": {
    ConsoleLogin: logon,
    SwitchRole: accountSwitch,
    ExitRole: accountSwitch,
    RenewRole: ticket,
    CheckMfa: other,
    CredentialChallenge: other,
  },
  "sts.amazonaws.com": {
    AssumeRole: accountSwitch,
    AssumeRoleWithSAML: logon,
    AssumeRoleWithWebIdentity: logon,
    AssumeRoot: accountSwitch,
    GetSessionToken: ticket,
    GetFederationToken: ticket,
  },
};

export function loginActivity(record: Fields): number | undefined {
  const ofService = activities[stringAt(record, "eventSource") ?? ""];
  const operation = stringAt(record, "eventName") ?? "";
  return ofService !== undefined && Object.hasOwn(ofService, operation) ? ofService[operation] : undefined;
}

const isMfaUsed = (record: Fields): boolean | undefined => {
  const used = stringAt(inner(record, "additionalEventData"), "MFAUsed");
  return used === undefined ? undefined : used === "Yes";
};

/** Who signs in: the role that is assumed, under its session's name; else the identity itself. */
export function bindLogin(table: ClassTable): (record: Fields) => void {
  const caller = bindCaller(table);
  const outcome = bindOutcome(table);
  const name = table.text("user_name");
  const uid = table.text("user_uid");
  const uidAlt = table.text("user_uid_alt");
  const session = table.text("session_uid");
  const credential = table.text("session_credential_uid");
  const isMfa = table.boolean("is_mfa");
  const service = table.text("service_name");
  const detail = table.text("status_detail");
  return (record) => {
    const identity = inner(record, "userIdentity");
    const asked = inner(record, "requestParameters");
    const answer = inner(record, "responseElements");
    const assumed = inner(answer, "assumedRoleUser");
    const login = stringAt(answer, "ConsoleLogin");
    const error = stringAt(record, "errorCode") ?? (login === "Failure" ? login : undefined);
    caller(record);
    name.put(stringAt(asked, "roleSessionName") ?? stringAt(identity, "userName") ?? (identity["type"] === "Root" ? "root" : undefined));
    uid.put(stringAt(asked, "roleArn") ?? stringAt(identity, "arn"));
    uidAlt.put(stringAt(identity, "principalId"));
    session.put(stringAt(assumed, "arn"));
    credential.put(stringAt(inner(answer, "credentials"), "accessKeyId"));
    isMfa.put(isMfaUsed(record));
    service.put(stringAt(record, "eventSource"));
    detail.put(stringAt(record, "errorMessage"));
    outcome(loginActivity(record) ?? other, error === undefined ? success : failure, error);
  };
}
