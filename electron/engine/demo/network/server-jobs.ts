import { openStream } from "../random-stream.ts";
import { firstDayUs, localTime, minuteUs, secondUs, sites, type DayWindow } from "../world/calendar.ts";
import { hostWithRole, hostsWithRole, staticIp, type World } from "../world/world.ts";
import { sized } from "./agents.ts";
import { connect, openClient, visitThroughProxy, type NetworkDay } from "./sessions.ts";
import { brief, clockTicks, ticks } from "./timing.ts";

/** What servers do among themselves: polling, replication, resolving, copies, builds. */
export function serverJobs(world: World, net: NetworkDay, day: DayWindow): void {
  monitoring(world, net, day);
  replication(world, net, day);
  forwarding(world, net, day);
  backup(world, net, day);
  builds(world, net, day);
}

function monitoring(world: World, net: NetworkDay, day: DayWindow): void {
  const src = staticIp(hostWithRole(world, "monitoring"));
  const random = openStream(world.seed, `monitoring/${day.index}`);
  const targets = world.hosts.filter((h) => h.kind === "server" && h.role !== "monitoring");
  for (const [n, target] of targets.entries())
    for (const tsUs of clockTicks(random, day.startUs, day.endUs, 30 * minuteUs, firstDayUs + n * 7 * secondUs, 2 * secondUs)) {
      if (target.os === "windows")
        connect(net, random, src, staticIp(target), tsUs, {
          port: 5985,
          proto: "tcp",
          service: "http",
          out: 1_900,
          back: 5_200,
          durationUs: brief(random, 120),
        });
      else
        connect(net, random, src, staticIp(target), tsUs, {
          port: 161,
          proto: "udp",
          service: "snmp",
          out: 82,
          back: 140,
          durationUs: 900,
        });
    }
}

function replication(world: World, net: NetworkDay, day: DayWindow): void {
  const random = openStream(world.seed, `replication/${day.index}`);
  const [a, b] = hostsWithRole(world, "domain-controller").map(staticIp);
  if (a === undefined || b === undefined) return;
  for (const tsUs of clockTicks(random, day.startUs, day.endUs, 15 * minuteUs, firstDayUs, 20 * secondUs))
    connect(net, random, tsUs % 2 === 0 ? a : b, tsUs % 2 === 0 ? b : a, tsUs, {
      port: 49155,
      proto: "tcp",
      service: "gssapi,dce_rpc",
      out: sized(random, 4_000, 0.7),
      back: sized(random, 9_000, 0.9),
      durationUs: brief(random, 300),
    });
}

/** The resolvers keep a few long TLS connections to their forwarder. */
function forwarding(world: World, net: NetworkDay, day: DayWindow): void {
  for (const dc of hostsWithRole(world, "domain-controller")) {
    const random = openStream(world.seed, `forwarding/${dc.name}/${day.index}`);
    for (const tsUs of ticks(random, day.startUs, day.endUs, 70 * minuteUs, 0.4))
      connect(net, random, staticIp(dc), "192.0.2.53", tsUs, {
        port: 853,
        proto: "tcp",
        service: "ssl",
        out: sized(random, 120_000, 0.6),
        back: sized(random, 400_000, 0.6),
        durationUs: Math.round(random.logNormal(50 * minuteUs, 0.3)),
      });
  }
}

/** Nightly copies to the backup server, and once a week the vault outside: large, regular and expected. */
function backup(world: World, net: NetworkDay, day: DayWindow): void {
  const server = hostWithRole(world, "backup");
  const client = openClient(world, server, staticIp(server), openStream(world.seed, `backup/${day.index}`));
  const { random } = client;
  const sources = world.hosts.filter((h) => ["file-server", "database", "application", "git"].includes(h.role));
  let tsUs = localTime(sites.larnmouth, day.index, 1) + random.int(0, 90) * secondUs;
  for (const source of sources) {
    const out = sized(random, 2.2e9, 0.6);
    const durationUs = Math.round((out / 90e6) * secondUs);
    connect(net, random, staticIp(source), client.ip, tsUs, { port: 9389, proto: "tcp", service: "ssl", out, back: out / 900, durationUs });
    tsUs += durationUs + random.int(5, 40) * secondUs;
  }
  if (day.index % 7 !== 5) return;
  for (let part = 0; part < 14; part++)
    visitThroughProxy(
      net,
      client,
      localTime(sites.larnmouth, day.index, 4) + part * 9 * minuteUs + random.int(0, 9_000_000),
      world.destinations.service("backupVault"),
      { out: sized(random, 3.1e8, 0.15), back: 9_000, durationUs: 7 * minuteUs, stack: "go" },
      "holdfast/8.2",
    );
}

function builds(world: World, net: NetworkDay, day: DayWindow): void {
  const git = staticIp(hostWithRole(world, "git"));
  for (const host of hostsWithRole(world, "build")) {
    const client = openClient(world, host, staticIp(host), openStream(world.seed, `builds/${host.name}/${day.index}`));
    const { random } = client;
    for (const tsUs of ticks(random, day.startUs, day.endUs, 6 * minuteUs, 0.01))
      connect(net, random, client.ip, git, tsUs, {
        port: 443,
        proto: "tcp",
        service: "ssl",
        out: 1_400,
        back: 2_100,
        durationUs: brief(random, 90),
      });
    const jobs = day.weekend ? 2 : 11;
    for (let n = 0; n < jobs; n++) {
      const start = localTime(sites.larnmouth, day.index, random.uniform(8, 19));
      const packages = random.int(3, 14);
      for (let p = 0; p < packages; p++)
        visitThroughProxy(
          net,
          client,
          start + p * random.int(200, 900) * 1000,
          world.destinations.service("packages"),
          { out: 900, back: sized(random, 300_000, 1.3), durationUs: brief(random, 900), stack: "go" },
          "stackbench-cli/3.4",
        );
    }
  }
}
