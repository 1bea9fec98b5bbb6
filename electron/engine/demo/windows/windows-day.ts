import type { Host } from "../world/hosts.ts";

export type Channel = "sysmon" | "security" | "system";

/** One Windows event before its record number and clock are applied. */
export interface WindowsEvent {
  readonly tsUs: number;
  readonly host: Host;
  readonly channel: Channel;
  readonly eventId: number;
  readonly fields: Readonly<Record<string, string>>;
}

/** One day's Windows events in the order made; what belongs to a later day is carried over. */
export class WindowsDay {
  readonly events: WindowsEvent[] = [];

  add(tsUs: number, host: Host, channel: Channel, eventId: number, fields: Record<string, string>): void {
    this.events.push({ tsUs, host, channel, eventId, fields });
  }
}
