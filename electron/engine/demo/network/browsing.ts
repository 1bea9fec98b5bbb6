import type { Stream } from "../random-stream.ts";
import { localHour, officeIntensity, secondUs } from "../world/calendar.ts";
import type { Destination, Destinations } from "../world/destinations.ts";
import type { Presence } from "../world/presence.ts";
import { visitHttp, visitTls, type Client, type NetworkDay, type TlsStack } from "./sessions.ts";
import { brief, rhythmic } from "./timing.ts";

const browserAgent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Lynxfield/128.0";

interface Tastes {
  readonly visitsPerDay: number;
  /** Sites a person keeps coming back to. */
  readonly favourites: readonly Destination[];
}

/** Heavy-tailed: rank r is drawn with density 1/r, so most sites are seen by few people. */
function popularSite(random: Stream, sites: readonly Destination[]): Destination {
  const rank = Math.floor(Math.exp(random.float() * Math.log(sites.length + 1))) - 1;
  const site = sites[Math.min(rank, sites.length - 1)];
  return site ?? random.pick(sites);
}

export function tastesOf(random: Stream, destinations: Destinations): Tastes {
  return {
    visitsPerDay: Math.min(30, random.logNormal(7, 0.7)),
    favourites: Array.from({ length: random.int(3, 9) }, () => popularSite(random, destinations.sites)),
  };
}

/** Page views of one person's day: bursts that touch a site and what it embeds. */
export function browse(net: NetworkDay, client: Client, at: Presence, tastes: Tastes, destinations: Destinations): void {
  const { random } = client;
  const intensity = (tsUs: number): number => officeIntensity(localHour(at.host.site, tsUs));
  for (const start of rhythmic(random, at.activeFromUs, at.activeToUs, tastes.visitsPerDay, intensity)) {
    const site = random.chance(0.6) ? random.pick(tastes.favourites) : popularSite(random, destinations.sites);
    let tsUs = start;
    const pages = 1 + random.poisson(0.9);
    for (let page = 0; page < pages; page++) {
      pageView(net, client, tsUs, site, destinations);
      tsUs += Math.round(random.logNormal(35, 0.8) * secondUs);
    }
  }
}

function pageView(net: NetworkDay, client: Client, tsUs: number, site: Destination, destinations: Destinations): void {
  const { random } = client;
  load(net, client, tsUs, site, "lynxfield");
  const embedded = random.poisson(1.1);
  for (let n = 0; n < embedded; n++)
    load(net, client, tsUs + random.int(120, 2_400) * 1000, popularSite(random, destinations.thirdParties), "lynxfield");
}

function load(net: NetworkDay, client: Client, tsUs: number, to: Destination, stack: TlsStack): void {
  const { random } = client;
  const transfer = {
    out: Math.round(random.logNormal(1_700, 0.6)),
    back: Math.round(random.logNormal(to.bytes, 0.9)),
    durationUs: brief(random, 4_000),
    stack,
  };
  if (to.tls) visitTls(net, client, tsUs, to, transfer);
  else
    visitHttp(
      net,
      client,
      tsUs,
      to,
      `/${random.pick(["", "index.html", "news", "item"])}?id=${random.int(1, 9999)}`,
      { ...transfer, out: 0 },
      browserAgent,
    );
}
