import type { ClassTable } from "../columns/class-table.ts";
import type { EventSink } from "../columns/event-sink.ts";
import type { TextColumn } from "../columns/text-column.ts";
import { baseLog } from "../detect/zeek-names.ts";
import { zeekConn } from "./zeek-conn.ts";
import { zeekKerberos, zeekNtlm } from "./zeek-credential.ts";
import { zeekDhcp } from "./zeek-dhcp.ts";
import { zeekDns } from "./zeek-dns.ts";
import { zeekFiles } from "./zeek-files.ts";
import { zeekFtp } from "./zeek-ftp.ts";
import { zeekHttp } from "./zeek-http.ts";
import type { FieldSetter, ZeekMapping } from "./zeek-mapping.ts";
import { zeekNotice } from "./zeek-notice.ts";
import { zeekRdp, zeekSsh } from "./zeek-remote.ts";
import { zeekSmbFiles, zeekSmbMapping } from "./zeek-smb.ts";
import { zeekSmtp } from "./zeek-smtp.ts";
import { zeekSsl } from "./zeek-ssl.ts";
import { zeekX509 } from "./zeek-x509.ts";

export const zeekMappings: readonly ZeekMapping[] = [
  zeekConn,
  zeekHttp,
  zeekDns,
  zeekSsl,
  zeekX509,
  zeekFiles,
  zeekSmbFiles,
  zeekSmbMapping,
  zeekKerberos,
  zeekNtlm,
  zeekRdp,
  zeekSsh,
  zeekDhcp,
  zeekFtp,
  zeekSmtp,
  zeekNotice,
];

/** A Zeek log bound to its table: call setters for the fields present, then `finish` with the log's own name. */
export interface BoundZeekLog {
  readonly table: ClassTable;
  readonly fields: ReadonlyMap<string, FieldSetter>;
  readonly setters: readonly FieldSetter[];
  readonly finish: (logName: string) => void;
}

function bind(mapping: ZeekMapping, sink: EventSink): BoundZeekLog {
  const table = sink.table(mapping.class);
  const product: TextColumn = table.text("metadata_product_name");
  const log: TextColumn = table.text("metadata_log_name");
  const { fields, finish } = mapping.bind(table);
  return {
    table,
    fields: new Map(fields.map((f) => [f.field, f])),
    setters: fields,
    finish: (logName) => {
      product.put("Zeek");
      log.put(logName);
      finish?.();
    },
  };
}

export class ZeekLogs {
  readonly #bound: ReadonlyMap<string, BoundZeekLog>;

  constructor(sink: EventSink) {
    this.#bound = new Map(zeekMappings.map((m) => [m.log, bind(m, sink)]));
  }

  /** The mapping for a log by its name, `open_…` and labelled variants included; undefined for kinds that are not kept. */
  find(log: string): BoundZeekLog | undefined {
    return this.#bound.get(baseLog(log));
  }
}
