export type ColumnType = "string" | "int32" | "int64" | "double" | "boolean" | "timestamp";

/**
 * Where a column's value lies in an OCSF event when that is not simply at the column's own path: under another path
 * (`value`), among fingerprints by OCSF algorithm_id (`hash`), as the number of elements (`count`), the smallest of them
 * (`least`), the first element alone (`first`), whether the attribute is there at all (`present`), an integer shown as 0x-hexadecimal (`hex`), or nowhere since
 * OCSF has no such attribute (`none`).
 */
export type ColumnSource =
  | { readonly kind: "value" | "first" | "count" | "least" | "present" | "hex"; readonly path: string }
  | { readonly kind: "hash"; readonly path: string; readonly algorithm: number }
  | { readonly kind: "none" };

export interface Column {
  readonly name: string;
  /** Dotted OCSF path, or undefined for Quarry's own bookkeeping columns. Of attributes that are lists, the elements joined by `;`. */
  readonly path: string | undefined;
  readonly type: ColumnType;
  /** Only where it is not `path`. */
  readonly source?: ColumnSource;
}

export const own = (name: string, type: ColumnType): Column => ({ name, path: undefined, type });
export const at = (path: string, type: ColumnType = "string"): Column => ({ name: path.replaceAll(".", "_"), path, type });
export const from = (source: ColumnSource, path: string, type: ColumnType = "string"): Column => ({ ...at(path, type), source });

/** `event_no` counts events inside a snapshot; `file_no`/`record_no` (1-based) address the original record. */
export const baseColumns: readonly Column[] = [
  own("event_no", "int64"),
  own("file_no", "int32"),
  own("record_no", "int64"),
  at("time", "timestamp"),
  at("activity_id", "int32"),
  at("status_id", "int32"),
  at("status_code"),
  at("metadata.uid"),
  at("metadata.product.name"),
  at("metadata.log_name"),
  at("metadata.event_code"),
  at("metadata.version"),
  at("metadata.logged_time", "timestamp"),
  at("device.hostname"),
];

export const endpoints: readonly Column[] = [
  at("src_endpoint.ip"),
  at("src_endpoint.port", "int32"),
  at("src_endpoint.hostname"),
  at("dst_endpoint.ip"),
  at("dst_endpoint.port", "int32"),
  at("dst_endpoint.hostname"),
  at("connection_info.uid"),
];

/** OCSF fingerprint algorithm_id. */
const algorithms = { md5: 1, sha1: 2, sha256: 3, imphash: 18 } as const;

export const hashOf = (file: string, name: keyof typeof algorithms): Column =>
  from({ kind: "hash", path: `${file}.hashes`, algorithm: algorithms[name] }, `${file}.hash_${name}`);

export const fileOf = (prefix: string): readonly Column[] => [
  at(`${prefix}.name`),
  at(`${prefix}.path`),
  at(`${prefix}.company_name`),
  from({ kind: "value", path: `${prefix}.product.name` }, `${prefix}.product_name`),
  at(`${prefix}.internal_name`),
  from({ kind: "value", path: `${prefix}.signature.state` }, `${prefix}.signature_state`),
  hashOf(prefix, "md5"),
  hashOf(prefix, "sha1"),
  hashOf(prefix, "sha256"),
  hashOf(prefix, "imphash"),
];

/** A file as something moved over the network. */
export const transferredFile: readonly Column[] = [
  at("file.name"),
  at("file.path"),
  at("file.uid"),
  at("file.size", "int64"),
  at("file.mime_type"),
  hashOf("file", "md5"),
  hashOf("file", "sha1"),
  hashOf("file", "sha256"),
];

export const actor: readonly Column[] = [
  at("actor.process.uid"),
  at("actor.process.pid", "int64"),
  at("actor.process.name"),
  at("actor.process.file.path"),
  at("actor.process.cmd_line"),
  at("actor.user.name"),
  at("actor.user.domain"),
  at("actor.user.uid"),
  at("actor.session.uid"),
];

/** Who calls a cloud's interface, beyond `actor`. */
export const cloudCaller: readonly Column[] = [
  at("actor.user.type"),
  at("actor.user.uid_alt"),
  at("actor.user.account.uid"),
  at("actor.user.credential_uid"),
  at("actor.session.issuer"),
  at("actor.session.is_mfa", "boolean"),
  at("actor.session.created_time", "timestamp"),
  at("actor.invoked_by"),
  at("actor.idp.name"),
  at("api.operation"),
  at("api.service.name"),
  at("api.request.uid"),
  at("api.response.error"),
  at("api.response.message"),
  at("cloud.provider"),
  at("cloud.account.uid"),
  at("cloud.region"),
  at("http_request.user_agent"),
];
