import { createRandom } from "../../shared/lib/random.ts";

const fields = [
  "ts",
  "uid",
  "id.orig_h",
  "id.orig_p",
  "id.resp_h",
  "id.resp_p",
  "proto",
  "service",
  "duration",
  "orig_bytes",
  "resp_bytes",
  "conn_state",
  "local_orig",
  "local_resp",
  "missed_bytes",
  "history",
  "orig_pkts",
  "orig_ip_bytes",
  "resp_pkts",
  "resp_ip_bytes",
] as const;
const types = "time string addr port addr port enum string interval count count string bool bool count string count count count count";

/**
 * A seeded Zeek conn.log of one day: `hosts` clients browse at random, and 10.9.0.1 calls 203.0.113.66 every 5 minutes with a
 * second of jitter. Text in Zeek's TSV form.
 */
export function zeekConnLog(options: { rows: number; hosts?: number; seed?: number; beacon?: boolean }): string {
  const random = createRandom(options.seed ?? 1);
  const hosts = options.hosts ?? 40;
  const start = 1_773_014_400; // 2026-03-09T00:00:00Z
  const rows: { ts: number; line: string }[] = [];
  const add = (ts: number, src: string, dst: string, port: number, service: string, out: number, back: number): void => {
    const uid = `C${random.uint32().toString(36)}${random.uint32().toString(36)}`;
    const duration = (random.float() * 3).toFixed(6);
    const cells = [
      ts.toFixed(6),
      uid,
      src,
      String(1024 + random.below(60_000)),
      dst,
      String(port),
      "tcp",
      service,
      duration,
      String(out),
      String(back),
      "SF",
      "T",
      "F",
      "0",
      "ShADadFf",
      "6",
      String(out + 240),
      "6",
      String(back + 240),
    ];
    rows.push({ ts, line: cells.join("\t") });
  };
  for (let i = 0; i < options.rows; i++) {
    const ts = start + Math.floor(random.float() * 86_400_000) / 1000;
    const site = Math.floor(random.float() ** 3 * 300);
    const src = `10.1.0.${1 + random.below(hosts)}`;
    const dst = `198.51.100.${site % 250}`;
    add(ts, src, dst, site % 3 === 0 ? 80 : 443, "-", 200 + random.below(5000), 500 + random.below(90_000));
  }
  if (options.beacon ?? true)
    for (let t = start + 600; t < start + 86_000; t += 300)
      add(t + random.float(), "10.9.0.1", "203.0.113.66", 443, "ssl", 512 + random.below(4), 1024 + random.below(8));
  rows.sort((a, b) => a.ts - b.ts);
  const header = [
    "#separator \\x09",
    "#set_separator\t,",
    "#empty_field\t(empty)",
    "#unset_field\t-",
    "#path\tconn",
    "#open\t2026-03-09-00-00-00",
    `#fields\t${fields.join("\t")}`,
    `#types\t${types.replaceAll(" ", "\t")}`,
  ];
  return `${[...header, ...rows.map((r) => r.line), "#close\t2026-03-10-00-00-00"].join("\n")}\n`;
}
