import { secondUs } from "../world/calendar.ts";
import type { Stream } from "../random-stream.ts";

/** One day's Zeek records of every log, in the order made; the writer sorts them by time. */
export interface Flow {
  readonly tsUs: number;
  readonly src: string;
  readonly srcPort: number;
  readonly dst: string;
  readonly dstPort: number;
}

export interface Connection extends Flow {
  readonly proto: "tcp" | "udp" | "icmp";
  readonly service: string;
  readonly durationUs: number | undefined;
  readonly origBytes: number | undefined;
  readonly respBytes: number | undefined;
  readonly state: "SF" | "S0" | "S1" | "REJ" | "RSTO" | "RSTR" | "OTH" | "SHR";
}

export interface DnsAnswer {
  readonly query: string;
  readonly type: "A" | "AAAA" | "TXT" | "PTR" | "SRV" | "MX" | "NULL";
  readonly rcode: "NOERROR" | "NXDOMAIN" | "SERVFAIL";
  readonly answers: readonly string[];
  readonly ttlS: number;
  readonly rttUs: number;
}

interface TlsDetail {
  readonly serverName: string;
  readonly issuer: string;
  readonly ja3: string;
  readonly ja3s: string;
  readonly resumed: boolean;
  readonly version: "TLSv12" | "TLSv13";
}

interface HttpDetail {
  readonly method: string;
  readonly host: string;
  readonly uri: string;
  readonly userAgent: string;
  readonly requestBytes: number;
  readonly responseBytes: number;
  readonly status: number;
  readonly mime: string;
  readonly proxied: boolean;
}

export const logNames = ["conn", "dns", "http", "ssl"] as const;
export type LogName = (typeof logNames)[number];

export interface ZeekLine {
  readonly tsUs: number;
  readonly text: string;
}

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const qtypes: Readonly<Record<DnsAnswer["type"], number>> = { A: 1, AAAA: 28, TXT: 16, PTR: 12, SRV: 33, MX: 15, NULL: 10 };
const rcodes: Readonly<Record<DnsAnswer["rcode"], number>> = { NOERROR: 0, NXDOMAIN: 3, SERVFAIL: 2 };

const zeekTime = (us: number): string => `${Math.floor(us / secondUs)}.${String(us % secondUs).padStart(6, "0")}`;
const flag = (value: boolean): string => (value ? "T" : "F");
const isLocal = (ip: string): boolean => ip.startsWith("10.");
const orUnset = (value: number | undefined): string => (value === undefined ? "-" : String(value));

/** Packets that carry some bytes at a full segment size, with the bare acknowledgements. */
const packets = (bytes: number): number => Math.max(1, Math.ceil(bytes / 1380)) + 3;

export class ZeekDay {
  readonly lines: Readonly<Record<LogName, ZeekLine[]>> = { conn: [], dns: [], http: [], ssl: [] };

  connection(random: Stream, c: Connection): string {
    const uid = `C${random.text(17, base62)}`;
    const [out, back] = [c.origBytes ?? 0, c.respBytes ?? 0];
    const [outPackets, backPackets] = c.state === "S0" ? [random.int(1, 3), 0] : [packets(out + back / 6), packets(back)];
    this.add("conn", c.tsUs, [
      ...this.tuple(c, uid),
      c.proto,
      c.service,
      c.durationUs === undefined ? "-" : zeekTime(c.durationUs),
      orUnset(c.origBytes),
      orUnset(c.respBytes),
      c.state,
      flag(isLocal(c.src)),
      flag(isLocal(c.dst)),
      "0",
      historyOf(c),
      String(outPackets),
      String(out + outPackets * 40),
      String(backPackets),
      String(back + backPackets * 40),
      "-",
    ]);
    return uid;
  }

  dns(random: Stream, uid: string, flow: Flow, d: DnsAnswer): void {
    const answered = d.answers.length > 0;
    this.add("dns", flow.tsUs, [
      ...this.tuple(flow, uid),
      "udp",
      String(random.below(65536)),
      zeekTime(d.rttUs),
      d.query,
      "1",
      "C_INTERNET",
      String(qtypes[d.type]),
      d.type,
      String(rcodes[d.rcode]),
      d.rcode,
      "F",
      "F",
      "T",
      "T",
      "0",
      answered ? d.answers.join(",") : "-",
      answered ? d.answers.map(() => `${d.ttlS}.000000`).join(",") : "-",
      "F",
    ]);
  }

  tls(uid: string, flow: Flow, t: TlsDetail): void {
    const certificate = t.resumed || t.version === "TLSv13" ? ["-", "-"] : [`CN=${t.serverName}`, t.issuer];
    this.add("ssl", flow.tsUs, [
      ...this.tuple(flow, uid),
      t.version,
      t.version === "TLSv13" ? "TLS_AES_256_GCM_SHA384" : "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
      "x25519",
      t.serverName,
      flag(t.resumed),
      "-",
      "h2",
      "T",
      ...certificate,
      t.ja3,
      t.ja3s,
    ]);
  }

  http(uid: string, flow: Flow, h: HttpDetail): void {
    this.add("http", flow.tsUs, [
      ...this.tuple(flow, uid),
      "1",
      h.method,
      h.host,
      h.uri,
      "-",
      "1.1",
      h.userAgent,
      "-",
      String(h.requestBytes),
      String(h.responseBytes),
      String(h.status),
      h.status === 200 ? (h.method === "CONNECT" ? "Connection established" : "OK") : h.status === 304 ? "Not Modified" : "Not Found",
      "-",
      "-",
      "(empty)",
      "-",
      "-",
      h.proxied ? "PROXY-CONNECTION -> Keep-Alive" : "-",
      "-",
      "-",
      "-",
      "-",
      "-",
      h.mime,
    ]);
  }

  private tuple(flow: Flow, uid: string): string[] {
    return [zeekTime(flow.tsUs), uid, flow.src, String(flow.srcPort), flow.dst, String(flow.dstPort)];
  }

  private add(log: LogName, tsUs: number, fields: readonly string[]): void {
    this.lines[log].push({ tsUs, text: fields.join("\t") });
  }
}

function historyOf(c: Connection): string {
  if (c.proto === "icmp") return "-";
  if (c.proto === "udp") return (c.respBytes ?? 0) > 0 ? "Dd" : "D";
  const histories = { SF: "ShADadFf", S0: "S", S1: "ShADad", REJ: "Sr", RSTO: "ShADadR", RSTR: "ShADadr", OTH: "^dADa", SHR: "^hr" };
  return histories[c.state];
}
