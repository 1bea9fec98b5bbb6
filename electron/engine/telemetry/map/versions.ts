import { contentId } from "../../hash.ts";
import type { CsvMapping } from "../csv/csv-mapping.ts";

/**
 * One number per mapping, raised whenever the same record would be mapped differently. Numbers, not digests of the source
 * text: bundles hold no source, and a comment must not give every snapshot a new id. test/engine/telemetry-golden.test.ts
 * fails when the output of a mapping changes.
 */
export const mappingVersions = {
  "zeek.conn": 1,
  "zeek.http": 1,
  "zeek.dns": 1,
  "zeek.ssl": 1,
  "zeek.x509": 1,
  "zeek.files": 1,
  "zeek.smb": 1,
  "zeek.credential": 1,
  "zeek.remote": 1,
  "zeek.dhcp": 1,
  "zeek.ftp": 1,
  "zeek.smtp": 2,
  "zeek.notice": 1,
  "windows.clock": 2,
  "sysmon.process": 2,
  "sysmon.access": 1,
  "sysmon.network": 1,
  "sysmon.dns": 1,
  "sysmon.module": 1,
  "sysmon.file": 1,
  "security.process": 2,
  "security.logon": 2,
  "security.credential": 2,
  "powershell.script": 2,
  "cloudtrail.api": 3,
  "cloudtrail.login": 3,
  "suricata.flow": 1,
  "suricata.web": 2,
  "suricata.alert": 1,
  "suricata.files": 1,
  "suricata.sessions": 1,
  "suricata.mail": 2,
  "linux.audit": 1,
  "linux.syslog": 1,
  ocsf: 1,
  /** The public suffix list of the release of tldts in use. */
  "derived.domain": 1,
  csv: 2,
  parquet: 1,
} as const;

/** Names the way records become events: the versions of all mappings, and the mapping of tables where one was given. */
export const mappingDigest = (csv: CsvMapping | undefined): string => contentId({ versions: mappingVersions, csv });
