import { openStream } from "../random-stream.ts";
import { firstDayUs, hourUs, isWorkday, localTime, minuteUs, secondUs, sites, type DayWindow } from "../world/calendar.ts";
import type { Presence } from "../world/presence.ts";
import { hostWithRole, hostsWithRole, staticIp, type World } from "../world/world.ts";
import { sized } from "./agents.ts";
import { connect, openClient, visitThroughProxy, visitTls, type NetworkDay } from "./sessions.ts";
import { brief, clockTicks, ticks } from "./timing.ts";

/** Things that are rare and harmless: what an analyst has to be able to say no to. */
export function oddTraffic(world: World, net: NetworkDay, day: DayWindow): void {
  vulnerabilityScan(world, net, day);
  labInstruments(world, net, day);
  nightlyScript(world, net, day);
  vendorVisit(world, net, day);
  quarterlyFilings(world, net, day);
  filmDelivery(world, net, day);
  websiteVisitors(world, net, day);
}

const scanPorts = [21, 22, 23, 25, 80, 135, 139, 443, 445, 1433, 3306, 3389, 5985, 8080, 8443];

/** Wednesday nights: every address, many ports, mostly silence. */
function vulnerabilityScan(world: World, net: NetworkDay, day: DayWindow): void {
  if (day.index % 7 !== 2) return;
  const src = staticIp(hostWithRole(world, "scanner"));
  const random = openStream(world.seed, `scan/${day.index}`);
  let tsUs = localTime(sites.larnmouth, day.index, 1.5);
  const targets = (world.presence[day.index] ?? []).filter((p) => p.fromUs <= tsUs && !p.remote);
  for (const target of targets)
    for (const port of scanPorts) {
      tsUs += random.int(40, 900) * 1000;
      const open = random.chance(port === 445 || port === 135 ? 0.6 : 0.08);
      const state = open ? "RSTO" : target.host.os === "windows" ? "S0" : "REJ";
      connect(net, random, src, target.ip, tsUs, {
        port,
        proto: "tcp",
        service: "-",
        out: 220,
        back: 480,
        durationUs: brief(random, 60),
        state,
      });
    }
}

/** Spectrometers in the laboratory report to their maker every two minutes while a measurement runs. */
function labInstruments(world: World, net: NetworkDay, day: DayWindow): void {
  if (!isWorkday(sites.larnmouth, day)) return;
  for (const host of hostsWithRole(world, "lab")) {
    const client = openClient(world, host, staticIp(host), openStream(world.seed, `lab-net/${host.name}/${day.index}`));
    const { random } = client;
    const fromUs = localTime(sites.larnmouth, day.index, random.uniform(9, 11));
    const toUs = fromUs + random.uniform(1, 5) * hourUs;
    for (const tsUs of ticks(random, fromUs, toUs, 2 * minuteUs, 0.05))
      visitTls(net, client, tsUs, world.destinations.service("spectrometer"), {
        out: sized(random, 5_400, 0.7),
        back: sized(random, 640, 0.1),
        durationUs: brief(random, 500),
        stack: "python",
      });
  }
}

/** A script left by a developer mirrors a public repository every twenty minutes, on the workdays of the second week. */
function nightlyScript(world: World, net: NetworkDay, day: DayWindow): void {
  if (day.index < 7 || day.weekend) return;
  const host = hostWithRole(world, "build");
  const client = openClient(world, host, staticIp(host), openStream(world.seed, `mirror/${day.index}`));
  const { random } = client;
  for (const tsUs of clockTicks(random, day.startUs, day.endUs, 20 * minuteUs, firstDayUs + 3 * minuteUs, 9 * secondUs))
    visitThroughProxy(
      net,
      client,
      tsUs,
      world.destinations.service("gitCloud"),
      { out: sized(random, 1_900, 0.5), back: sized(random, 26_000, 1.2), durationUs: brief(random, 1_500), stack: "go" },
      "git/2.43.0",
    );
}

/** The machine builder's engineer dials in from outside and works on a laboratory machine for two afternoons. */
function vendorVisit(world: World, net: NetworkDay, day: DayWindow): void {
  if (day.index !== 3 && day.index !== 8) return;
  const random = openStream(world.seed, `vendor/${day.index}`);
  const [gateway, lab] = [staticIp(hostWithRole(world, "vpn")), staticIp(hostWithRole(world, "lab"))];
  const fromUs = localTime(sites.larnmouth, day.index, 13.2);
  const outside = world.destinations.service("vendorVpn").ips[0] ?? "192.0.2.200";
  connect(net, random, outside, gateway, fromUs, {
    port: 443,
    proto: "tcp",
    service: "ssl",
    out: 8.1e6,
    back: 2.4e7,
    durationUs: Math.round(2.4 * hourUs),
  });
  for (const tsUs of ticks(random, fromUs + minuteUs, fromUs + 2.3 * hourUs, 7 * minuteUs, 0.6))
    connect(net, random, "10.60.200.14", lab, tsUs, {
      port: random.pick([3389, 502, 445]),
      proto: "tcp",
      service: "-",
      out: sized(random, 90_000, 1),
      back: sized(random, 400_000, 1),
      durationUs: brief(random, 90_000),
    });
}

/** Finance fetches filings once a quarter: a site nobody else uses, a lot of data, one morning. */
function quarterlyFilings(world: World, net: NetworkDay, day: DayWindow): void {
  if (day.index !== 7) return;
  const at = worker(world, day, "Finance", 6);
  if (at === undefined) return;
  const client = openClient(world, at.host, at.ip, openStream(world.seed, "filings"));
  for (const tsUs of ticks(client.random, at.activeFromUs + hourUs, at.activeFromUs + 2 * hourUs, 50 * secondUs, 0.5))
    visitTls(net, client, tsUs, world.destinations.service("webArchive"), {
      out: 1_500,
      back: sized(client.random, 2.2e6, 0.9),
      durationUs: brief(client.random, 4_000),
      stack: "lynxfield",
    });
}

/** Marketing sends films to an agency: gigabytes to one place, in office hours, every other day. */
function filmDelivery(world: World, net: NetworkDay, day: DayWindow): void {
  if (day.index % 2 === 0) return;
  const at = worker(world, day, "Marketing", day.index);
  if (at === undefined) return;
  const client = openClient(world, at.host, at.ip, openStream(world.seed, `films/${day.index}`));
  const { random } = client;
  let tsUs = Math.round(random.uniform(at.activeFromUs, at.activeToUs - hourUs));
  for (let part = 0; part < 18; part++) {
    const out = sized(random, 9e7, 0.3);
    const durationUs = Math.round((out / 11e6) * secondUs);
    visitTls(net, client, tsUs, world.destinations.service("shareOut"), { out, back: 3_000, durationUs, stack: "lynxfield" });
    tsUs += Math.round(durationUs * 0.5);
  }
}

export function worker(world: World, day: DayWindow, department: string, n: number): Presence | undefined {
  const here = (world.presence[day.index] ?? []).filter(
    (p) => p.person?.department === department && p.activeToUs > p.activeFromUs && !p.remote,
  );
  return here[n % Math.max(1, here.length)];
}

/** The outside world knocks on the public web server and the VPN gateway. */
function websiteVisitors(world: World, net: NetworkDay, day: DayWindow): void {
  const random = openStream(world.seed, `visitors/${day.index}`);
  const [web, gateway] = [staticIp(hostWithRole(world, "web")), staticIp(hostWithRole(world, "vpn"))];
  for (let n = 0; n < 240; n++) {
    const src = `198.${random.int(18, 19)}.${random.int(0, 255)}.${random.int(1, 254)}`;
    const knock = random.chance(0.35);
    const tsUs = Math.round(random.uniform(day.startUs, day.endUs));
    connect(net, random, src, knock ? gateway : web, tsUs, {
      port: knock ? random.pick([22, 23, 3389, 8080, 5900]) : 443,
      proto: "tcp",
      service: "ssl",
      out: sized(random, 1_200, 0.5),
      back: sized(random, 24_000, 1),
      durationUs: brief(random, 2_000),
      state: knock ? "REJ" : "SF",
    });
  }
}
