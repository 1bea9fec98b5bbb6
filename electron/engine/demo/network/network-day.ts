import { openStream } from "../random-stream.ts";
import { hourUs, type DayWindow } from "../world/calendar.ts";
import { fileServerOf, staticIp, type World } from "../world/world.ts";
import { agentTraffic, feedReader, sized } from "./agents.ts";
import { browse, tastesOf } from "./browsing.ts";
import { insideTraffic } from "./internal.ts";
import { oddTraffic } from "./oddities.ts";
import { serverJobs } from "./server-jobs.ts";
import { serverTraffic } from "./servers.ts";
import { connect, openClient, type NetworkDay } from "./sessions.ts";
import { brief, ticks } from "./timing.ts";

/** All ordinary traffic of one day. */
export function simulateNetwork(world: World, net: NetworkDay, day: DayWindow): void {
  for (const at of world.presence[day.index] ?? []) {
    if (at.host.staticIp !== undefined) continue;
    const random = openStream(world.seed, `net/${at.host.name}/${at.fromUs}`);
    const client = openClient(world, at.host, at.ip, random);
    if (at.remote) {
      // A split tunnel: web traffic leaves from home, only company traffic crosses the sensor.
      for (const tsUs of ticks(random, at.activeFromUs, at.activeToUs, hourUs, 0.5))
        connect(net, random, at.ip, staticIp(fileServerOf(world, at.host)), tsUs, {
          port: 445,
          proto: "tcp",
          service: "gssapi,smb,krb",
          out: sized(random, 60_000, 1),
          back: sized(random, 500_000, 1.2),
          durationUs: brief(random, 60_000),
        });
      continue;
    }
    insideTraffic(world, net, client, at);
    agentTraffic(world, net, client, at);
    if (at.person === undefined) continue;
    browse(net, client, at, tastesOf(openStream(world.seed, `tastes/${at.person.sam}`), world.destinations), world.destinations);
    feedReader(world, net, client, at);
  }
  serverTraffic(world, net, day);
  serverJobs(world, net, day);
  oddTraffic(world, net, day);
}
