/**
 * How attributes that OCSF requires and no column holds come about in an event, by object (`event` is the event itself): OCSF's
 * own value for what is unknown, or what other columns imply. Only what describes is filled, never who acts, on what or
 * from where: an attribute without an entry here is missing, and its event fails validation. Every fill is counted in the report.
 */
export type Fill =
  | { readonly kind: "unknown"; readonly value: number | string }
  /** The first of the attributes beside it that is there; of a path, its last part. */
  | { readonly kind: "first-of"; readonly of: readonly string[] }
  /** A column of the event, the first of them that the class has; also brings its object about where the class requires that. */
  | { readonly kind: "column"; readonly columns: readonly string[] }
  /** The first part of a Sysmon process GUID, which is the machine's own. Brings its object about as `column` does. */
  | { readonly kind: "sysmon-machine"; readonly columns: readonly string[] }
  /** Snapshot and event number. */
  | { readonly kind: "event-id" };

const unknown: Fill = { kind: "unknown", value: 0 };
const unknownText: Fill = { kind: "unknown", value: "Unknown" };

export const fills: Readonly<Record<string, Readonly<Record<string, Fill>>>> = {
  event: { severity_id: unknown, direction_id: unknown },
  device: { type_id: unknown, uid: { kind: "sysmon-machine", columns: ["process_uid", "actor_process_uid"] } },
  actor: { app_name: { kind: "column", columns: ["app_name", "script_type"] } },
  file: { type_id: unknown, name: { kind: "first-of", of: ["path", "uid"] } },
  fingerprint: { algorithm_id: unknown },
  digital_signature: { algorithm_id: unknown },
  analytic: { type_id: unknown },
  script: { type_id: unknown },
  module: { load_type_id: unknown },
  network_connection_info: { direction_id: unknown },
  url: { url_string: { kind: "first-of", of: ["hostname"] } },
  email: { from: { kind: "first-of", of: ["smtp_from"] } },
  tls: { version: unknownText },
  certificate: { serial_number: unknownText },
  san: { type: unknownText },
  finding_info: { uid: { kind: "event-id" } },
};

/** Fills of one attribute alone, by its path. The process behind a Windows logon is named and never numbered. */
export const fillsAt: Readonly<Record<string, Readonly<Record<string, Fill>>>> = {
  logon_process: { pid: { kind: "unknown", value: -1 } },
};
