import type { ClassName } from "../../../shared/domain/ocsf.ts";
import { createRandom } from "../../../shared/lib/random.ts";
import type { Event, SegmentInput } from "../../engine/snapshot-fixture.ts";

export const minuteUs = 60_000_000;
export const hourUs = 60 * minuteUs;

/** An instant of March 2026, UTC: `march(12, "09:42")`. The second is a Monday. */
export function march(day: number, clock = "00:00"): number {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return Date.UTC(2026, 2, day, hours, minutes) * 1000;
}

interface Launch {
  readonly host: string;
  readonly uid: string;
  readonly image: string;
  readonly parentUid: string;
  readonly parentImage: string;
  readonly user: string;
  readonly domain?: string;
  readonly command?: string;
}

interface Call {
  readonly arn: string;
  readonly type: string;
  readonly operation: string;
  readonly service: string;
  readonly from: string;
  readonly account?: string;
  readonly resource?: string;
  readonly invokedBy?: string;
}

const program = (image: string): string => `C:\\Windows\\System32\\${image}`;

/** Events of a small estate, as the importers would have mapped them. */
export class EstateTelemetry {
  readonly #events = new Map<ClassName, Event[]>();
  readonly #sensor: string;
  #uid = 0;

  /** Events of different sensors have uids of their own. */
  constructor(sensor = "") {
    this.#sensor = sensor;
  }

  #push(name: ClassName, event: Event): void {
    const list = this.#events.get(name) ?? [];
    list.push(event);
    this.#events.set(name, list);
  }

  /** A connection as a sensor tells it, with its TLS name where it has one. */
  contact(time: number, src: string, address: string, more: { readonly name?: string; readonly port?: number } = {}): void {
    this.#uid += 1;
    const base = {
      time,
      activity_id: 6,
      src_endpoint_ip: src,
      dst_endpoint_ip: address,
      dst_endpoint_port: more.port ?? 443,
      connection_info_protocol_name: "tcp",
      connection_info_uid: `C${this.#sensor}${this.#uid}`,
      metadata_uid: `C${this.#sensor}${this.#uid}`,
      metadata_product_name: "Zeek",
    };
    this.#push("network_activity", {
      ...base,
      metadata_log_name: "conn",
      traffic_bytes_out: 900,
      traffic_bytes_in: 1_200,
      duration: 1_000,
    });
    if (more.name !== undefined) this.#push("network_activity", { ...base, metadata_log_name: "ssl", tls_sni: more.name });
  }

  /** Every five minutes for an hour and a half. */
  calls(from: number, src: string, address: string, more: { readonly name?: string; readonly port?: number } = {}): void {
    for (let n = 0; n < 18; n += 1) this.contact(from + n * 5 * minuteUs, src, address, more);
  }

  logon(
    time: number,
    host: string,
    user: string,
    more: { readonly domain?: string | null; readonly type?: string; readonly from?: string } = {},
  ): void {
    this.#uid += 1;
    this.#push("authentication", {
      time,
      activity_id: 1,
      status_id: 1,
      device_hostname: host,
      user_name: user,
      user_domain: more.domain === undefined ? "CORP" : more.domain,
      logon_type: more.type ?? "Interactive",
      src_endpoint_ip: more.from ?? "127.0.0.1",
      metadata_event_code: "4624",
      metadata_product_name: "Security",
      metadata_uid: `L${this.#uid}`,
    });
  }

  launch(time: number, given: Launch): void {
    this.#push("process_activity", {
      time,
      activity_id: 1,
      device_hostname: given.host,
      process_uid: given.uid,
      process_name: given.image,
      process_file_path: program(given.image),
      process_cmd_line: given.command ?? given.image,
      process_user_name: given.user,
      process_user_domain: given.domain ?? "CORP",
      process_parent_process_uid: given.parentUid,
      process_parent_process_name: given.parentImage,
      process_parent_process_file_path: program(given.parentImage),
      actor_process_uid: given.parentUid,
      actor_process_name: given.parentImage,
      metadata_product_name: "Sysmon",
      metadata_event_code: "1",
    });
  }

  call(time: number, given: Call): void {
    this.#uid += 1;
    this.#push("api_activity", {
      time,
      activity_id: 2,
      status_id: 1,
      actor_user_uid: given.arn === "" ? null : given.arn,
      actor_user_type: given.type,
      actor_invoked_by: given.invokedBy ?? null,
      api_operation: given.operation,
      api_service_name: given.service,
      cloud_account_uid: given.account ?? "111122223333",
      cloud_provider: "AWS",
      cloud_region: "eu-central-1",
      src_endpoint_ip: given.from,
      resources_uid: given.resource ?? null,
      metadata_uid: `E${this.#uid}`,
      metadata_product_name: "CloudTrail",
    });
  }

  segments(): SegmentInput[] {
    return [...this.#events].map(([name, events]) => ({
      class: name,
      events: events.toSorted((a, b) => Number(a["time"]) - Number(b["time"])),
    }));
  }
}

export const fqdn = (host: string): string => `${host}.corp.example`;

/** Ten workstations with a person each, who logs on at eight on workdays; servers; what everybody contacts. 2 to 13 March. */
export const workstations = [
  { host: "ws-101", ip: "10.1.0.101", user: "hvoss" },
  { host: "ws-102", ip: "10.1.0.102", user: "ibrandt" },
  { host: "ws-104", ip: "10.1.0.104", user: "dpetit" },
  { host: "ws-105", ip: "10.1.0.105", user: "ejonas" },
  { host: "ws-106", ip: "10.1.0.106", user: "fsato" },
  { host: "ws-107", ip: "10.1.0.107", user: "gmoyo" },
  { host: "ws-108", ip: "10.1.0.108", user: "nwest" },
] as const;
export const kiosk = { host: "kiosk-103", ip: "10.1.0.103" } as const;
export const servers = { dc: "10.2.0.5", db: "10.2.0.10", web: "10.2.0.20", scanner: "10.2.0.30" } as const;

/** So many relations between addresses and sites that nobody of the estate has to do with, each on one day. */
export function strangers(relations: number): EstateTelemetry {
  const telemetry = new EstateTelemetry("x");
  for (let n = 0; n < relations; n += 1) {
    const [source, site] = [Math.floor(n / 20), n % 500];
    const address = `203.0.${64 + Math.floor(site / 250)}.${1 + (site % 250)}`;
    telemetry.contact(march(2 + (n % 12), "09:30") + n * 1_000_000, `10.77.${Math.floor(source / 250)}.${1 + (source % 250)}`, address, {
      name: `stranger-${site}.example`,
    });
  }
  return telemetry;
}

export function background(telemetry: EstateTelemetry): void {
  const random = createRandom(7);
  const lastDay = 13;
  for (let day = 2; day <= lastDay; day += 1) {
    const isWorkday = day % 7 !== 0 && day % 7 !== 1;
    for (const { host, ip, user } of workstations) {
      for (let n = 0; n < 6; n += 1) {
        const site = random.below(8);
        telemetry.contact(march(day, "08:10") + random.below(8 * 60) * minuteUs, ip, `198.51.100.${10 + site}`, {
          name: `site-${site}.example`,
        });
      }
      telemetry.contact(march(day, "08:01") + random.below(60) * minuteUs, ip, servers.dc, { port: 88 });
      if (!isWorkday) continue;
      const at = march(day, "08:00") + random.below(10) * minuteUs;
      telemetry.logon(at, fqdn(host), user);
      const uid = (n: number): string => `${host}-${day}-${n}`;
      const shell = { host: fqdn(host), user, parentUid: uid(0), parentImage: "userinit.exe" };
      telemetry.launch(at + minuteUs, { ...shell, uid: uid(1), image: "explorer.exe" });
      for (const [n, image] of ["outlook.exe", "chrome.exe", "winword.exe"].entries())
        telemetry.launch(at + (3 + n) * minuteUs, { ...shell, uid: uid(2 + n), image, parentUid: uid(1), parentImage: "explorer.exe" });
    }
    for (const { ip } of workstations.slice(4, 7)) telemetry.contact(march(day, "11:00"), ip, servers.db, { port: 1433 });
    telemetry.contact(march(day, "12:00"), servers.db, "198.51.100.90", { name: "telemetry.vendor.example" });
  }
}
