import type { ClassTable } from "../columns/class-table.ts";
import type { EventSink } from "../columns/event-sink.ts";
import { powershellScript } from "./powershell-script.ts";
import { securityCredential } from "./security-kerberos.ts";
import { securityLogon } from "./security-logon.ts";
import { securityLaunch, securityTerminate } from "./security-process.ts";
import { sysmonInject, sysmonOpen } from "./sysmon-access.ts";
import { sysmonFile, sysmonModule } from "./sysmon-files.ts";
import { sysmonConnection, sysmonDns } from "./sysmon-network.ts";
import { sysmonLaunch, sysmonTerminate } from "./sysmon-process.ts";
import type { WindowsEvent } from "./windows-event.ts";
import type { WindowsMapping } from "./windows-mapping.ts";

const mappings: readonly WindowsMapping[] = [
  sysmonLaunch,
  sysmonTerminate,
  sysmonOpen,
  sysmonInject,
  sysmonConnection,
  sysmonDns,
  sysmonModule,
  sysmonFile,
  securityLaunch,
  securityTerminate,
  securityLogon,
  securityCredential,
  powershellScript,
];

const productNames = {
  sysmon: "Sysmon",
  security: "Microsoft-Windows-Security-Auditing",
  powershell: "Microsoft-Windows-PowerShell",
  other: "",
};
const kindNames = { sysmon: "Sysmon", security: "Security", powershell: "PowerShell", other: "" };

export interface BoundWindowsEvent {
  readonly table: ClassTable;
  readonly fill: (event: WindowsEvent, timeUs: number) => void;
}

function bind(mapping: WindowsMapping, sink: EventSink): BoundWindowsEvent {
  const table = sink.table(mapping.class);
  const uid = table.text("metadata_uid");
  const product = table.text("metadata_product_name");
  const log = table.text("metadata_log_name");
  const code = table.text("metadata_event_code");
  const host = table.text("device_hostname");
  const fill = mapping.bind(table);
  return {
    table,
    fill: (event, timeUs) => {
      uid.put(event.recordId);
      product.put(productNames[event.product]);
      log.put(event.channel);
      code.put(String(event.eventId));
      host.put(event.host);
      fill(event, timeUs);
    },
  };
}

/** What an event that no mapping takes is counted as. */
export const kindOf = (event: WindowsEvent): string =>
  `${kindNames[event.product] || event.provider} ${event.eventId}`.slice(0, 100).toWellFormed();

export class WindowsEvents {
  readonly #bound = new Map<string, BoundWindowsEvent>();

  constructor(sink: EventSink) {
    for (const mapping of mappings) {
      const bound = bind(mapping, sink);
      for (const id of mapping.eventIds) this.#bound.set(`${mapping.product} ${id}`, bound);
    }
  }

  find(event: WindowsEvent): BoundWindowsEvent | undefined {
    return this.#bound.get(`${event.product} ${event.eventId}`);
  }
}
