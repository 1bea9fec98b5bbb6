import { hash32, type Stream } from "../random-stream.ts";
import { secondUs } from "../world/calendar.ts";
import type { Destination } from "../world/destinations.ts";
import { staticIp, type World, controllerOf, hostWithRole } from "../world/world.ts";
import type { Host } from "../world/hosts.ts";
import { ZeekDay, type Connection, type DnsAnswer, type Flow } from "./zeek-day.ts";

/** Where one day's traffic gathers. */
export interface NetworkDay {
  readonly zeek: ZeekDay;
  readonly proxyIp: string;
}

/** A machine on the network for one day. */
export interface Client {
  readonly host: Host;
  readonly ip: string;
  readonly resolverIp: string;
  readonly random: Stream;
  readonly cachedUntil: Map<string, number>;
}

export const openNetworkDay = (world: World): NetworkDay => ({
  zeek: new ZeekDay(),
  proxyIp: staticIp(hostWithRole(world, "proxy")),
});

export const openClient = (world: World, host: Host, ip: string, random: Stream): Client => ({
  host,
  ip,
  resolverIp: staticIp(controllerOf(world, host)),
  random,
  cachedUntil: new Map(),
});

export type TlsStack = "lynxfield" | "verdian" | "corvid" | "schannel" | "go" | "python" | "java" | "appliance";

const fingerprint = (name: string): string => [0, 1, 2, 3].map((n) => hash32(`${name}/${n}`).toString(16).padStart(8, "0")).join("");

interface Transfer {
  readonly out: number;
  readonly back: number;
  readonly durationUs: number;
  readonly stack: TlsStack;
}

const ephemeral = (random: Stream): number => random.int(49152, 65500);

/** Resolves a name, from the machine's cache when it can, and returns the address to use. */
function resolve(net: NetworkDay, client: Client, tsUs: number, to: Destination): string {
  const { random } = client;
  const until = client.cachedUntil.get(to.name);
  if (until === undefined || until < tsUs) {
    client.cachedUntil.set(to.name, tsUs + to.ttlS * secondUs);
    query(net, client, tsUs, {
      query: to.name,
      type: "A",
      rcode: "NOERROR",
      answers: to.ips,
      ttlS: to.ttlS,
      rttUs: random.chance(0.6) ? random.int(300, 900) : random.int(9_000, 60_000),
    });
  }
  return to.ips.length === 1 ? (to.ips[0] ?? "") : random.pick(to.ips);
}

/** A query to the site's resolver. What the resolver asks further goes over its own TLS and stays hidden from the sensor. */
export function query(net: NetworkDay, client: Client, tsUs: number, answer: DnsAnswer): void {
  const { random } = client;
  const flow = { tsUs, src: client.ip, srcPort: ephemeral(random), dst: client.resolverIp, dstPort: 53 };
  const origBytes = answer.query.length + 18;
  const respBytes = origBytes + answer.answers.reduce((sum, a) => sum + 12 + a.length, 0);
  const connection: Connection = { ...flow, proto: "udp", service: "dns", durationUs: answer.rttUs, origBytes, respBytes, state: "SF" };
  net.zeek.dns(random, net.zeek.connection(random, connection), flow, answer);
}

/** TLS straight to the outside, after a look-up. Returns the connection, for whoever else saw it. */
export function visitTls(net: NetworkDay, client: Client, tsUs: number, to: Destination, transfer: Transfer): Flow {
  const { random } = client;
  const dst = resolve(net, client, tsUs - random.int(12_000, 60_000), to);
  const flow = { tsUs, src: client.ip, srcPort: ephemeral(random), dst, dstPort: 443 };
  const uid = net.zeek.connection(random, {
    ...flow,
    proto: "tcp",
    service: "ssl",
    durationUs: transfer.durationUs,
    origBytes: transfer.out + 517 + random.int(60, 240),
    respBytes: transfer.back + 3_900,
    state: endState(random),
  });
  net.zeek.tls(uid, { ...flow, tsUs: tsUs + random.int(14_000, 70_000) }, tlsDetail(random, to, transfer.stack));
  return flow;
}

const endState = (random: Stream): Connection["state"] =>
  (["SF", "RSTO", "S1", "RSTR"] as const)[random.weighted([0.86, 0.07, 0.04, 0.03])] ?? "SF";

const tlsDetail = (random: Stream, to: Destination, stack: TlsStack) => ({
  serverName: to.name,
  issuer: to.issuer,
  ja3: fingerprint(`ja3/${stack}/${random.chance(0.85) ? 0 : 1}`),
  ja3s: fingerprint(`ja3s/${to.issuer}/${to.name.length % 5}`),
  resumed: random.chance(0.3),
  version: random.chance(0.8) ? ("TLSv13" as const) : ("TLSv12" as const),
});

/** Plain HTTP straight to the outside. */
export function visitHttp(
  net: NetworkDay,
  client: Client,
  tsUs: number,
  to: Destination,
  uri: string,
  transfer: Transfer,
  agent: string,
): void {
  const { random } = client;
  const dst = resolve(net, client, tsUs - random.int(12_000, 60_000), to);
  const flow = { tsUs, src: client.ip, srcPort: ephemeral(random), dst, dstPort: 80 };
  const { durationUs, out, back } = transfer;
  const uid = net.zeek.connection(random, {
    ...flow,
    proto: "tcp",
    service: "http",
    durationUs,
    origBytes: out + 320,
    respBytes: back + 290,
    state: endState(random),
  });
  net.zeek.http(
    uid,
    { ...flow, tsUs: tsUs + random.int(8_000, 40_000) },
    {
      method: out > 400 ? "POST" : "GET",
      host: to.name,
      uri,
      userAgent: agent,
      requestBytes: out > 400 ? out : 0,
      responseBytes: back,
      status: random.chance(0.93) ? 200 : random.chance(0.7) ? 304 : 404,
      mime: uri.endsWith(".xml") ? "application/xml" : "text/html",
      proxied: false,
    },
  );
}

/** TLS through the forward proxy: the sensor sees the client's CONNECT and the handshake inside it. */
export function visitThroughProxy(net: NetworkDay, client: Client, tsUs: number, to: Destination, transfer: Transfer, agent: string): Flow {
  const { random } = client;
  const flow = { tsUs, src: client.ip, srcPort: ephemeral(random), dst: net.proxyIp, dstPort: 3128 };
  const uid = net.zeek.connection(random, {
    ...flow,
    proto: "tcp",
    service: "http,ssl",
    durationUs: transfer.durationUs,
    origBytes: transfer.out + 830 + random.int(0, 60),
    respBytes: transfer.back + 4_050,
    state: "SF",
  });
  const connect = {
    method: "CONNECT",
    host: to.name,
    uri: `${to.name}:443`,
    userAgent: agent,
    requestBytes: 0,
    responseBytes: 0,
    status: 200,
    mime: "-",
    proxied: true,
  };
  net.zeek.http(uid, { ...flow, tsUs: tsUs + random.int(900, 2_500) }, connect);
  net.zeek.tls(uid, { ...flow, tsUs: tsUs + random.int(14_000, 60_000) }, tlsDetail(random, to, transfer.stack));
  return flow;
}

interface InternalFlow {
  readonly port: number;
  readonly proto: "tcp" | "udp" | "icmp";
  readonly service: string;
  readonly out: number;
  readonly back: number;
  readonly durationUs: number;
  readonly state?: Connection["state"];
}

/** A connection between two addresses of the company (or to a bare address outside). */
export function connect(net: NetworkDay, random: Stream, src: string, dst: string, tsUs: number, f: InternalFlow): Flow {
  const quiet = f.state === "S0" || f.state === "REJ";
  const srcPort = f.proto === "icmp" ? 8 : f.port === 123 ? 123 : ephemeral(random);
  const flow = { tsUs, src, srcPort, dst, dstPort: f.proto === "icmp" ? 0 : f.port };
  net.zeek.connection(random, {
    ...flow,
    proto: f.proto,
    service: quiet ? "-" : f.service,
    durationUs: quiet ? undefined : f.durationUs,
    origBytes: quiet ? undefined : Math.round(f.out),
    respBytes: quiet ? undefined : Math.round(f.back),
    state: f.state ?? "SF",
  });
  return flow;
}
