/**
 * The OCSF 1.8 classes Quarry stores, as flat columns. A column's `path` is its dotted OCSF attribute path; the column
 * name is that path with underscores, so that SQL stays portable. Every class has the base columns first.
 */
export const ocsfVersion = "1.8.0";

export type ColumnType = "string" | "int32" | "int64" | "double" | "boolean" | "timestamp";

export interface Column {
  readonly name: string;
  /** Dotted OCSF path, or undefined for Quarry's own bookkeeping columns. */
  readonly path: string | undefined;
  readonly type: ColumnType;
}

export type ClassName =
  | "network_activity"
  | "http_activity"
  | "dns_activity"
  | "process_activity"
  | "authentication"
  | "module_activity"
  | "file_activity"
  | "script_activity";

export interface OcsfClass {
  readonly name: ClassName;
  readonly uid: number;
  readonly categoryUid: number;
  readonly title: string;
  readonly columns: readonly Column[];
}

const own = (name: string, type: ColumnType): Column => ({ name, path: undefined, type });
const at = (path: string, type: ColumnType = "string"): Column => ({ name: path.replaceAll(".", "_"), path, type });

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
  at("device.hostname"),
];

const endpoints: readonly Column[] = [
  at("src_endpoint.ip"),
  at("src_endpoint.port", "int32"),
  at("src_endpoint.hostname"),
  at("dst_endpoint.ip"),
  at("dst_endpoint.port", "int32"),
  at("dst_endpoint.hostname"),
  at("connection_info.uid"),
];

const fileOf = (prefix: string): readonly Column[] => [
  at(`${prefix}.name`),
  at(`${prefix}.path`),
  at(`${prefix}.company_name`),
  at(`${prefix}.product_name`),
  at(`${prefix}.internal_name`),
  at(`${prefix}.signature_state`),
  at(`${prefix}.hash_md5`),
  at(`${prefix}.hash_sha1`),
  at(`${prefix}.hash_sha256`),
  at(`${prefix}.hash_imphash`),
];

const actor: readonly Column[] = [
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

const define = (uid: number, name: ClassName, title: string, columns: readonly (Column | readonly Column[])[]): OcsfClass => ({
  name,
  uid,
  categoryUid: Math.floor(uid / 1000),
  title,
  columns: [...baseColumns, ...columns.flat()],
});

export const ocsfClasses: readonly OcsfClass[] = [
  define(4001, "network_activity", "Network Activity", [
    endpoints,
    at("connection_info.protocol_name"),
    at("connection_info.direction_id", "int32"),
    at("duration", "double"),
    at("traffic.bytes_in", "int64"),
    at("traffic.bytes_out", "int64"),
    at("traffic.packets_in", "int64"),
    at("traffic.packets_out", "int64"),
    at("app_name"),
    at("tls.sni"),
    at("tls.version"),
    at("tls.cipher"),
    at("tls.ja3_hash"),
    at("tls.ja3s_hash"),
    at("tls.certificate.subject"),
    at("tls.certificate.issuer"),
    actor,
  ]),
  define(4002, "http_activity", "HTTP Activity", [
    endpoints,
    at("http_request.http_method"),
    at("http_request.url.hostname"),
    at("http_request.url.path"),
    at("http_request.url.port", "int32"),
    at("http_request.user_agent"),
    at("http_request.referrer"),
    at("http_request.length", "int64"),
    at("http_response.code", "int32"),
    at("http_response.length", "int64"),
    at("http_response.content_type"),
    at("is_proxied", "boolean"),
  ]),
  define(4003, "dns_activity", "DNS Activity", [
    endpoints,
    at("connection_info.protocol_name"),
    at("query.hostname"),
    at("query.type"),
    at("query.class"),
    at("rcode"),
    at("rcode_id", "int32"),
    at("answers.rdata"),
    at("answers.count", "int32"),
    at("answers.ttl_min", "int32"),
    at("duration", "double"),
    actor,
  ]),
  define(1007, "process_activity", "Process Activity", [
    at("process.uid"),
    at("process.pid", "int64"),
    at("process.name"),
    at("process.file.path"),
    fileOf("process.file").filter((c) => !c.name.endsWith("_file_path") && !c.name.endsWith("_file_name")),
    at("process.cmd_line"),
    at("process.working_directory"),
    at("process.integrity"),
    at("process.created_time", "timestamp"),
    at("process.user.name"),
    at("process.user.domain"),
    at("process.user.uid"),
    at("process.session.uid"),
    at("process.parent_process.uid"),
    at("process.parent_process.pid", "int64"),
    at("process.parent_process.name"),
    at("process.parent_process.file.path"),
    at("process.parent_process.cmd_line"),
    at("requested_permissions"),
    at("injection_type"),
    at("call_trace"),
    at("exit_code", "int64"),
    actor,
  ]),
  define(3002, "authentication", "Authentication", [
    at("user.name"),
    at("user.domain"),
    at("user.uid"),
    at("session.uid"),
    at("session.is_remote", "boolean"),
    at("logon_type"),
    at("logon_type_id", "int32"),
    at("auth_protocol"),
    at("logon_process.name"),
    at("service.name"),
    at("status_detail"),
    at("src_endpoint.ip"),
    at("src_endpoint.port", "int32"),
    at("src_endpoint.hostname"),
    at("dst_endpoint.hostname"),
    actor,
  ]),
  define(1005, "module_activity", "Module Activity", [fileOf("module.file"), actor]),
  define(1001, "file_activity", "File System Activity", [at("file.name"), at("file.path"), actor]),
  define(1009, "script_activity", "Script Activity", [at("script.type"), at("script.content"), at("script.name"), actor]),
];

export const classNames = ocsfClasses.map((c) => c.name);

export function ocsfClass(name: ClassName): OcsfClass {
  const found = ocsfClasses.find((c) => c.name === name);
  if (found === undefined) throw new Error(`unknown OCSF class ${name}`);
  return found;
}
