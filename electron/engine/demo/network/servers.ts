import { openStream } from "../random-stream.ts";
import { hourUs, minuteUs, type DayWindow } from "../world/calendar.ts";
import type { ServiceKey } from "../world/destinations.ts";
import { hostWithRole, hostsWithRole, staticIp, type World } from "../world/world.ts";
import type { Host } from "../world/hosts.ts";
import { sized } from "./agents.ts";
import { connect, openClient, visitThroughProxy, visitTls, type Client, type NetworkDay, type TlsStack } from "./sessions.ts";
import { brief, ticks } from "./timing.ts";

/** Traffic of machines that no one sits at. Servers reach the outside through the proxy only. */
export function serverTraffic(world: World, net: NetworkDay, day: DayWindow): void {
  for (const host of world.hosts) {
    if (host.staticIp === undefined) continue;
    const client = openClient(world, host, host.staticIp, openStream(world.seed, `server-net/${host.name}/${day.index}`));
    if (host.os === "windows") managedServer(world, net, client, day);
    for (const call of proxyCalls)
      if (call.from === host.role && call.place === placeOf(world, host)) proxied(world, net, client, day, call);
    appliance(world, net, client, day);
  }
}

const placeOf = (world: World, host: Host): number => hostsWithRole(world, host.role).indexOf(host);

function managedServer(world: World, net: NetworkDay, client: Client, day: DayWindow): void {
  const { random } = client;
  const agents: readonly [ServiceKey, number, number][] = [
    ["edr", 60 * minuteUs, 4_800],
    ["osUpdate", 7 * hourUs, 2_700],
    ["osTelemetry", 4 * hourUs, 5_000],
  ];
  for (const [key, periodUs, out] of agents)
    for (const tsUs of ticks(random, day.startUs, day.endUs, periodUs, 0.1)) {
      const transfer = {
        out: sized(random, out, 0.4),
        back: sized(random, 900, 0.3),
        durationUs: brief(random, 600),
        stack: "schannel" as const,
      };
      visitThroughProxy(net, client, tsUs, world.destinations.service(key), transfer, "SystemHttp/10.0");
    }
  for (const tsUs of ticks(random, day.startUs, day.endUs, hourUs, 0.01)) {
    const source = client.host.role === "domain-controller" ? "192.0.2.123" : staticIp(hostWithRole(world, "domain-controller"));
    connect(net, random, client.ip, source, tsUs, {
      port: 123,
      proto: "udp",
      service: "ntp",
      out: 48,
      back: 48,
      durationUs: random.int(500, 30_000),
    });
  }
}

interface ProxyCall {
  readonly from: Host["role"];
  readonly place: number;
  readonly key: ServiceKey;
  readonly periodUs: number;
  readonly jitter: number;
  readonly out: number;
  readonly back: number;
  readonly spread: number;
  readonly stack: TlsStack;
  readonly agent: string;
}

const proxyCalls: readonly ProxyCall[] = [
  {
    from: "application",
    place: 0,
    key: "erpVendor",
    periodUs: 2 * hourUs,
    jitter: 0.05,
    out: 1_600,
    back: 700,
    spread: 0.3,
    stack: "java",
    agent: "MeridianERP/12.1",
  },
  {
    from: "application",
    place: 1,
    key: "quillLicense",
    periodUs: hourUs,
    jitter: 0.12,
    out: 900,
    back: 1_300,
    spread: 0.25,
    stack: "schannel",
    agent: "QuillLicense/5",
  },
  {
    from: "application",
    place: 2,
    key: "quotes",
    periodUs: 30 * minuteUs,
    jitter: 0.03,
    out: 340,
    back: 830,
    spread: 0.06,
    stack: "java",
    agent: "fx-import/2.3",
  },
  {
    from: "database",
    place: 0,
    key: "databaseTelemetry",
    periodUs: 3 * hourUs,
    jitter: 0.25,
    out: 5_200,
    back: 400,
    spread: 0.7,
    stack: "schannel",
    agent: "SystemHttp/10.0",
  },
  {
    from: "database",
    place: 1,
    key: "databaseTelemetry",
    periodUs: 3 * hourUs,
    jitter: 0.25,
    out: 4_900,
    back: 400,
    spread: 0.7,
    stack: "schannel",
    agent: "SystemHttp/10.0",
  },
  {
    from: "backup",
    place: 0,
    key: "backupCatalog",
    periodUs: 90 * minuteUs,
    jitter: 0.2,
    out: 7_500,
    back: 12_000,
    spread: 0.9,
    stack: "go",
    agent: "holdfast/8.2",
  },
  {
    from: "deployment",
    place: 0,
    key: "deploy",
    periodUs: 4 * hourUs,
    jitter: 0.1,
    out: 1_100,
    back: 52_000,
    spread: 1,
    stack: "schannel",
    agent: "Deploykeeper/4",
  },
];

function proxied(world: World, net: NetworkDay, client: Client, day: DayWindow, call: ProxyCall): void {
  const { random } = client;
  for (const tsUs of ticks(random, day.startUs, day.endUs, call.periodUs, call.jitter)) {
    const transfer = {
      out: sized(random, call.out, call.spread),
      back: sized(random, call.back, call.spread),
      durationUs: brief(random, 500),
      stack: call.stack,
    };
    visitThroughProxy(net, client, tsUs, world.destinations.service(call.key), transfer, call.agent);
  }
}

/** Printers, meeting-room units and building controllers keep a line to their makers. */
function appliance(world: World, net: NetworkDay, client: Client, day: DayWindow): void {
  const calls: Partial<Record<Host["role"], readonly [ServiceKey, number, number]>> = {
    printer: ["printerCloud", 30 * minuteUs, 0.04],
    "meeting-room": ["roomCloud", 20 * minuteUs, 0.08],
    facility: ["facilityCloud", 12 * minuteUs, 0.05],
  };
  const call = calls[client.host.role];
  if (call === undefined) return;
  const [key, periodUs, jitter] = call;
  const { random } = client;
  for (const tsUs of ticks(random, day.startUs, day.endUs, periodUs, jitter)) {
    const service = world.destinations.service(key);
    visitTls(net, client, tsUs, service, {
      out: sized(random, 420, 0.2),
      back: sized(random, service.bytes, 0.3),
      durationUs: brief(random, 400),
      stack: "appliance",
    });
  }
}
