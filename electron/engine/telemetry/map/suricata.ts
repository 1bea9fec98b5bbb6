import type { ClassTable } from "../columns/class-table.ts";
import type { EventSink } from "../columns/event-sink.ts";
import { stringAt } from "./json-values.ts";
import { suricataAlert } from "./suricata-alert.ts";
import { suricataFile, suricataFtp } from "./suricata-files.ts";
import { suricataFlow, suricataTls } from "./suricata-flow.ts";
import { suricataSmtp } from "./suricata-mail.ts";
import type { SuricataMapping } from "./suricata-record.ts";
import { suricataDhcp, suricataKerberos, suricataRdp, suricataSmb, suricataSsh } from "./suricata-sessions.ts";
import { suricataDns, suricataHttp } from "./suricata-web.ts";
import type { Fields } from "./windows-event.ts";

const mappings: readonly SuricataMapping[] = [
  suricataFlow,
  suricataTls,
  suricataHttp,
  suricataDns,
  suricataSmtp,
  suricataAlert,
  suricataFile,
  suricataFtp,
  suricataSsh,
  suricataSmb,
  suricataRdp,
  suricataDhcp,
  suricataKerberos,
];

export interface BoundSuricata {
  readonly table: ClassTable;
  readonly fill: (record: Fields) => void;
}

function bind(mapping: SuricataMapping, sink: EventSink): BoundSuricata {
  const table = sink.table(mapping.class);
  const uid = table.text("metadata_uid");
  const product = table.text("metadata_product_name");
  const log = table.text("metadata_log_name");
  const fill = mapping.bind(table);
  return {
    table,
    fill: (record) => {
      uid.put(stringAt(record, "flow_id"));
      product.put("Suricata");
      log.put(stringAt(record, "event_type"));
      fill(record);
    },
  };
}

export class SuricataEvents {
  readonly #bound: ReadonlyMap<string, BoundSuricata>;

  constructor(sink: EventSink) {
    this.#bound = new Map(
      mappings.flatMap((mapping) => {
        const bound = bind(mapping, sink);
        return mapping.types.map((type) => [type, bound] as const);
      }),
    );
  }

  find(type: string): BoundSuricata | undefined {
    return this.#bound.get(type);
  }
}
