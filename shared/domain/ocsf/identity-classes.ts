import { actor, at, cloudCaller } from "./columns.ts";
import { define, type OcsfClass } from "./ocsf-class.ts";

export const identityClasses: readonly OcsfClass[] = [
  define(3002, "authentication", "Authentication", [
    at("user.name"),
    at("user.domain"),
    at("user.uid"),
    at("user.uid_alt"),
    at("session.uid"),
    at("session.credential_uid"),
    at("session.is_remote", "boolean"),
    at("is_mfa", "boolean"),
    at("logon_type"),
    at("logon_type_id", "int32"),
    at("auth_protocol"),
    at("authentication_token.type_id", "int32"),
    at("authentication_token.encryption_details.algorithm"),
    at("authentication_token.kerberos_flags"),
    at("logon_process.name"),
    at("service.name"),
    at("status_detail"),
    at("src_endpoint.ip"),
    at("src_endpoint.port", "int32"),
    at("src_endpoint.hostname"),
    at("src_endpoint.domain"),
    at("dst_endpoint.ip"),
    at("dst_endpoint.port", "int32"),
    at("dst_endpoint.hostname"),
    actor,
    cloudCaller,
  ]),
];
