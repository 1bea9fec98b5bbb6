import { openStream, type Stream } from "../random-stream.ts";
import { hourUs, minuteUs } from "../world/calendar.ts";
import type { ServiceKey } from "../world/destinations.ts";
import type { Host } from "../world/hosts.ts";
import type { Presence } from "../world/presence.ts";
import type { World } from "../world/world.ts";
import { visitHttp, visitTls, type Client, type NetworkDay, type TlsStack } from "./sessions.ts";
import { brief, ticks } from "./timing.ts";

/** Software that calls home from workstations by itself: the honest periodic traffic of an estate. */
interface Agent {
  readonly key: ServiceKey;
  readonly periodUs: number;
  readonly jitter: number;
  readonly stack: TlsStack;
  readonly out: number;
  readonly back: number;
  /** Spread of sizes, as sigma of a log-normal. */
  readonly spread: number;
  /** Only while a person is at work. */
  readonly whileActive: boolean;
  /** Share of hosts that have it. */
  readonly share: number;
  readonly os: readonly Host["os"][];
}

const agent = (key: ServiceKey, periodMinutes: number, jitter: number, share: number, more: Partial<Agent>): Agent => ({
  key,
  periodUs: periodMinutes * minuteUs,
  jitter,
  share,
  stack: "schannel",
  out: 900,
  back: 1_200,
  spread: 0.4,
  whileActive: false,
  os: ["windows"],
  ...more,
});

const agents: readonly Agent[] = [
  agent("edr", 75, 0.08, 1, { out: 4_200, back: 700, spread: 0.5 }),
  agent("osTelemetry", 150, 0.4, 0.9, { stack: "verdian", out: 6_000, back: 500, spread: 0.8 }),
  agent("osUpdate", 310, 0.3, 1, { stack: "verdian", out: 2_600, back: 5_200 }),
  agent("chat", 25, 0.2, 0.4, { stack: "corvid", out: 420, back: 380, spread: 0.15, whileActive: true, os: ["windows", "macos", "linux"] }),
  agent("mail", 20, 0.06, 0.3, { out: 1_300, back: 3_400, spread: 0.9, whileActive: true }),
  agent("safeSites", 31, 0.1, 0.4, { stack: "lynxfield", out: 300, back: 5_800, spread: 0.5, whileActive: true }),
  agent("browserUpdate", 300, 0.15, 0.75, { stack: "lynxfield", out: 1_900, back: 2_400 }),
  agent("weather", 30, 0.02, 0.12, { stack: "verdian", out: 380, back: 6_900, spread: 0.1, whileActive: true }),
  agent("docs", 12, 0.5, 0.15, { stack: "lynxfield", out: 2_400, back: 3_800, spread: 1, whileActive: true }),
];

/** Which agents a host runs is settled by its name, so that a host keeps its habits for the fortnight. */
export function agentTraffic(world: World, net: NetworkDay, client: Client, at: Presence): void {
  for (const a of agents) {
    const habit = openStream(world.seed, `agent/${a.key}/${at.host.name}`);
    if (!a.os.includes(at.host.os) || !habit.chance(a.share)) continue;
    const [fromUs, toUs] = a.whileActive ? [at.activeFromUs, at.activeToUs] : [at.fromUs, at.toUs];
    const pace = a.periodUs * habit.uniform(0.96, 1.04);
    for (const tsUs of ticks(client.random, fromUs, toUs, pace, a.jitter)) send(world, net, client, tsUs, a);
  }
  signatureUpdates(world, net, client, at);
}

function send(world: World, net: NetworkDay, client: Client, tsUs: number, a: Agent): void {
  const { random } = client;
  visitTls(net, client, tsUs, world.destinations.service(a.key), {
    out: sized(random, a.out, a.spread),
    back: sized(random, a.back, a.spread),
    durationUs: brief(random, 700),
    stack: a.stack,
  });
}

export const sized = (random: Stream, median: number, spread: number): number => Math.round(random.logNormal(median, spread));

/** Antivirus signatures still come over plain HTTP, a few times a day. */
function signatureUpdates(world: World, net: NetworkDay, client: Client, at: Presence): void {
  if (at.host.os !== "windows") return;
  const { random } = client;
  for (const tsUs of ticks(random, at.fromUs, at.toUs, 5 * hourUs, 0.2)) {
    const uri = `/v6/defs/${random.int(410, 640)}.${random.int(0, 3999)}.cab`;
    visitHttp(
      net,
      client,
      tsUs,
      world.destinations.service("avSignatures"),
      uri,
      { out: 0, back: sized(random, 90_000, 1), durationUs: brief(random, 900), stack: "schannel" },
      "SentrelUpdate/9.4",
    );
  }
}

/** Feed readers poll a handful of sites on the hour while their owner is at work. */
export function feedReader(world: World, net: NetworkDay, client: Client, at: Presence): void {
  const habit = openStream(world.seed, `feeds/${at.host.name}`);
  if (!habit.chance(0.04)) return;
  const feeds = Array.from({ length: 4 }, () => habit.pick(world.destinations.sites));
  for (const tsUs of ticks(client.random, at.activeFromUs, at.activeToUs, 30 * minuteUs, 0.01))
    for (const [n, feed] of feeds.entries()) {
      const transfer = {
        out: 0,
        back: sized(client.random, 21_000, 0.2),
        durationUs: brief(client.random, 300),
        stack: "lynxfield" as const,
      };
      visitHttp(net, client, tsUs + n * 900_000, feed, "/feed.xml", transfer, "QuietReader/3.2");
    }
}
