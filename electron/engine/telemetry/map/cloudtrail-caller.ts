import ipaddr from "ipaddr.js";
import type { ClassTable } from "../columns/class-table.ts";
import { inner, stringAt } from "./json-values.ts";
import { type Fields, toWrittenTime } from "./windows-event.ts";
import { toBoolean } from "./zeek-mapping.ts";

const longestIp = 64;
/** Four groups of up to three digits; sanitisers pad them with zeros, which no strict parser takes. */
const dotted = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** An address, or the name of the service that called on somebody's behalf. */
function isAddress(text: string): boolean {
  return dotted.test(text) || (text.length <= longestIp && text.includes(":") && ipaddr.isValid(text));
}

/** `075.050.255.067` is 75.50.255.67: AWS counts in tens. */
const withoutPadding = (ip: string): string => (dotted.test(ip) ? ip.split(".").map(Number).join(".") : ip);

/** Who calls: AWS names a user only for IAM users; a role's session is told by the end of its ARN. */
function userName(identity: Fields): string | undefined {
  const arn = stringAt(identity, "arn");
  const assumed = arn !== undefined && arn.includes(":assumed-role/") ? arn.slice(arn.lastIndexOf("/") + 1) : undefined;
  const root = stringAt(identity, "type") === "Root" ? "root" : undefined;
  return stringAt(identity, "userName") ?? assumed ?? root;
}

/** A service of AWS that calls for itself is told by `invokedBy` alone: there is no user whose type it would be. */
const isUser = (identity: Fields, name: string | undefined): boolean =>
  (name ?? stringAt(identity, "arn") ?? stringAt(identity, "accountId")) !== undefined;

/** Columns of caller, call and cloud that both kinds of CloudTrail events have. */
export function bindCaller(table: ClassTable): (record: Fields) => void {
  const name = table.text("actor_user_name");
  const type = table.text("actor_user_type");
  const uid = table.text("actor_user_uid");
  const uidAlt = table.text("actor_user_uid_alt");
  const accountUid = table.text("actor_user_account_uid");
  const credential = table.text("actor_user_credential_uid");
  const issuer = table.text("actor_session_issuer");
  const isMfa = table.boolean("actor_session_is_mfa");
  const created = table.int64("actor_session_created_time");
  const invokedBy = table.text("actor_invoked_by");
  const idp = table.text("actor_idp_name");
  const call = bindCall(table);
  return (record) => {
    const identity = inner(record, "userIdentity");
    const context = inner(identity, "sessionContext");
    const attributes = inner(context, "attributes");
    const known = userName(identity) ?? stringAt(inner(record, "additionalEventData"), "UserName");
    const arn = stringAt(identity, "arn");
    name.put(known);
    type.put(isUser(identity, known) ? stringAt(identity, "type") : undefined);
    uid.put(arn);
    uidAlt.put(stringAt(identity, "principalId"));
    accountUid.put(stringAt(identity, "accountId"));
    credential.put(stringAt(identity, "accessKeyId") ?? stringAt(identity, "credentialId"));
    issuer.put(stringAt(inner(context, "sessionIssuer"), "arn"));
    isMfa.put(toBoolean(attributes["mfaAuthenticated"]));
    created.put(toWrittenTime(attributes["creationDate"])?.us);
    invokedBy.put(stringAt(identity, "invokedBy"));
    idp.put(stringAt(identity, "identityProvider") ?? stringAt(inner(context, "webIdFederationData"), "federatedProvider"));
    call(record);
  };
}

function bindCall(table: ClassTable): (record: Fields) => void {
  const operation = table.text("api_operation");
  const service = table.text("api_service_name");
  const requestUid = table.text("api_request_uid");
  const error = table.text("api_response_error");
  const message = table.text("api_response_message");
  const provider = table.text("cloud_provider");
  const account = table.text("cloud_account_uid");
  const region = table.text("cloud_region");
  const agent = table.text("http_request_user_agent");
  const ip = table.text("src_endpoint_ip");
  const domain = table.text("src_endpoint_domain");
  return (record) => {
    const source = stringAt(record, "sourceIPAddress");
    const hasAddress = source !== undefined && isAddress(source);
    operation.put(stringAt(record, "eventName"));
    service.put(stringAt(record, "eventSource"));
    requestUid.put(stringAt(record, "requestID"));
    error.put(stringAt(record, "errorCode"));
    message.put(stringAt(record, "errorMessage"));
    provider.put("AWS");
    account.put(stringAt(record, "recipientAccountId") ?? stringAt(inner(record, "userIdentity"), "accountId"));
    region.put(stringAt(record, "awsRegion"));
    agent.put(stringAt(record, "userAgent"));
    ip.put(hasAddress ? withoutPadding(source) : undefined);
    domain.put(hasAddress ? undefined : source);
  };
}
