import { baseColumns, type Column } from "./columns.ts";

export type ClassName =
  | "network_activity"
  | "http_activity"
  | "dns_activity"
  | "process_activity"
  | "authentication"
  | "module_activity"
  | "file_activity"
  | "script_activity"
  | "dhcp_activity"
  | "rdp_activity"
  | "smb_activity"
  | "ssh_activity"
  | "ftp_activity"
  | "email_activity"
  | "network_file_activity"
  | "api_activity"
  | "detection_finding";

export interface OcsfClass {
  readonly name: ClassName;
  readonly uid: number;
  readonly categoryUid: number;
  readonly title: string;
  readonly columns: readonly Column[];
}

export const define = (uid: number, name: ClassName, title: string, columns: readonly (Column | readonly Column[])[]): OcsfClass => ({
  name,
  uid,
  categoryUid: Math.floor(uid / 1000),
  title,
  columns: [...baseColumns, ...columns.flat()],
});
