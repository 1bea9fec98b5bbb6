import { localHour, officeIntensity, hourUs, minuteUs } from "../world/calendar.ts";
import type { Presence } from "../world/presence.ts";
import { controllerOf, fileServerOf, hostWithRole, hostsWithRole, staticIp, type World } from "../world/world.ts";
import { company } from "../world/names.ts";
import { connect, query, type Client, type NetworkDay } from "./sessions.ts";
import { brief, rhythmic, ticks } from "./timing.ts";
import { sized } from "./agents.ts";

/** What a workstation says inside the company: directory, time, files, print, intranet. */
export function insideTraffic(world: World, net: NetworkDay, client: Client, at: Presence): void {
  if (at.host.os === "windows") directory(world, net, client, at);
  files(world, net, client, at);
  intranet(world, net, client, at);
  nameNoise(net, client, at);
}

function directory(world: World, net: NetworkDay, client: Client, at: Presence): void {
  const { random } = client;
  const dc = staticIp(controllerOf(world, at.host));
  const start = at.person === undefined ? at.fromUs : at.activeFromUs;
  connect(net, random, client.ip, dc, start + random.int(1, 40) * 100_000, {
    port: 88,
    proto: "tcp",
    service: "krb_tcp",
    out: 1_480,
    back: 1_720,
    durationUs: brief(random, 8),
  });
  connect(net, random, client.ip, dc, start + random.int(41, 90) * 100_000, {
    port: 389,
    proto: "tcp",
    service: "ldap_tcp",
    out: 3_100,
    back: 9_400,
    durationUs: brief(random, 200),
  });
  for (const tsUs of ticks(random, at.fromUs, at.toUs, 2.5 * hourUs, 0.25)) {
    connect(net, random, client.ip, dc, tsUs, {
      port: 389,
      proto: "tcp",
      service: "ldap_tcp",
      out: sized(random, 2_000, 0.5),
      back: sized(random, 6_000, 0.6),
      durationUs: brief(random, 150),
    });
    if (random.chance(0.5))
      connect(net, random, client.ip, dc, tsUs + 40_000, {
        port: 88,
        proto: "tcp",
        service: "krb_tcp",
        out: 1_520,
        back: 1_610,
        durationUs: brief(random, 6),
      });
  }
  for (const tsUs of ticks(random, at.fromUs, at.toUs, 3 * hourUs, 0.02))
    connect(net, random, client.ip, dc, tsUs, {
      port: 123,
      proto: "udp",
      service: "ntp",
      out: 48,
      back: 48,
      durationUs: random.int(400, 2_000),
    });
}

function files(world: World, net: NetworkDay, client: Client, at: Presence): void {
  const { random } = client;
  const server = staticIp(fileServerOf(world, at.host));
  const intensity = (tsUs: number): number => officeIntensity(localHour(at.host.site, tsUs));
  for (const tsUs of rhythmic(random, at.activeFromUs, at.activeToUs, 2.6, intensity))
    connect(net, random, client.ip, server, tsUs, {
      port: 445,
      proto: "tcp",
      service: "gssapi,smb,krb",
      out: sized(random, 40_000, 1.2),
      back: sized(random, 700_000, 1.6),
      durationUs: Math.round(random.logNormal(8 * minuteUs, 0.9)),
    });
  const printer = hostsWithRole(world, "printer").filter((p) => p.site === at.host.site);
  if (printer.length > 0 && at.activeToUs > at.activeFromUs && random.chance(0.16)) {
    const target = printer[at.host.index % printer.length];
    const tsUs = Math.round(random.uniform(at.activeFromUs, at.activeToUs));
    if (target !== undefined)
      connect(net, random, client.ip, staticIp(target), tsUs, {
        port: 9100,
        proto: "tcp",
        service: "-",
        out: sized(random, 400_000, 1),
        back: 900,
        durationUs: brief(random, 5_000),
      });
  }
}

function intranet(world: World, net: NetworkDay, client: Client, at: Presence): void {
  const { random } = client;
  const web = staticIp(hostWithRole(world, "web"));
  const app = staticIp(hostWithRole(world, "application", at.host.index % 2));
  const intensity = (tsUs: number): number => officeIntensity(localHour(at.host.site, tsUs));
  for (const tsUs of rhythmic(random, at.activeFromUs, at.activeToUs, 3.2, intensity)) {
    const dst = random.chance(0.5) ? web : app;
    connect(net, random, client.ip, dst, tsUs, {
      port: 443,
      proto: "tcp",
      service: "ssl",
      out: sized(random, 2_200, 0.6),
      back: sized(random, 30_000, 1),
      durationUs: brief(random, 3_000),
    });
  }
}

/** Names that do not exist, service records, reverse look-ups. */
function nameNoise(net: NetworkDay, client: Client, at: Presence): void {
  const { random } = client;
  const missing = [
    `wpad.${company.adDomain}`,
    `isatap.${company.adDomain}`,
    `printer.${company.adDomain}`,
    `intranett.${company.adDomain}`,
  ];
  for (const tsUs of ticks(random, at.fromUs, at.toUs, 2.5 * hourUs, 0.6)) {
    const kind = random.weighted([0.45, 0.35, 0.2]);
    const rttUs = random.int(300, 1_500);
    if (kind === 0) query(net, client, tsUs, { query: random.pick(missing), type: "A", rcode: "NXDOMAIN", answers: [], ttlS: 300, rttUs });
    else if (kind === 1)
      query(net, client, tsUs, {
        query: `_ldap._tcp.${at.host.site.city.replace(" ", "")}._sites.dc._msdcs.${company.adDomain}`,
        type: "SRV",
        rcode: "NOERROR",
        answers: [`lrn-dc01.${company.adDomain}`, `cdf-dc01.${company.adDomain}`],
        ttlS: 600,
        rttUs,
      });
    else
      query(net, client, tsUs, {
        query: `${random.int(1, 250)}.64.20.10.in-addr.arpa`,
        type: "PTR",
        rcode: random.chance(0.5) ? "NXDOMAIN" : "NOERROR",
        answers: [],
        ttlS: 300,
        rttUs,
      });
  }
}
