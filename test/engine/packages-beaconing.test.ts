import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../shared/lib/random.ts";
import { noTestData, testData } from "../unit-support/test-data.ts";
import { type Capture, ranksOf, withCapture } from "./packages-fixture.ts";
import { tempDir } from "./temp-dir.ts";

const seeds = [1, 2];
const dayStart = Date.UTC(2026, 0, 5) / 1000;

const fields = "ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service duration orig_bytes resp_bytes conn_state".split(" ");

interface Connection {
  readonly at: number;
  readonly src: string;
  readonly dst: string;
  readonly sent: number;
  readonly received: number;
}

function connLog(connections: readonly Connection[]): string {
  const rows = connections
    .toSorted((a, b) => a.at - b.at)
    .map((c, i) =>
      [(dayStart + c.at).toFixed(6), `C${i}`, c.src, 40_000 + (i % 20_000), c.dst, 443, "tcp", "ssl", "0.5", c.sent, c.received, "SF"].join(
        "\t",
      ),
    );
  return [`#separator \\x09`, "#path\tconn", `#fields\t${fields.join("\t")}`, ...rows, ""].join("\n");
}

function flowLog(connections: readonly Connection[]): string {
  const iso = (at: number): string => new Date((dayStart + at) * 1000).toISOString().replace("Z", "+0000");
  return connections
    .map((c, i) =>
      JSON.stringify({
        timestamp: iso(c.at + 60),
        flow_id: i + 1,
        event_type: "flow",
        src_ip: c.src,
        src_port: 40_000 + (i % 20_000),
        dest_ip: c.dst,
        dest_port: 443,
        proto: "TCP",
        flow: {
          start: iso(c.at),
          end: iso(c.at + 0.5),
          bytes_toserver: c.sent,
          bytes_toclient: c.received,
          pkts_toclient: 3,
          state: "closed",
        },
      }),
    )
    .join("\n");
}

/** Six people who browse in bursts, all keeping in touch with one service every minute, and one implant that calls every 50 to 70 s. */
function officeDay(): Connection[] {
  const random = createRandom(11);
  const connections: Connection[] = [];
  const add = (at: number, src: string, dst: string, sent: number, received: number): void =>
    void connections.push({ at, src, dst, sent, received });
  const bytes = (most: number): number => Math.floor(random.float() * most);
  for (let person = 1; person <= 6; person++) {
    const src = `10.0.0.${person}`;
    for (let visit = 0; visit < 60; visit++) {
      const at = 30_000 + random.float() * 30_000;
      const dst = `198.51.100.${Math.floor(random.float() ** 2 * 120)}`;
      for (let i = 0; i < 6; i++) add(at + random.float() * 4, src, dst, bytes(4000), bytes(200_000));
    }
    for (let at = 30_000; at < 60_000; at += 60) add(at + random.float(), src, "198.51.100.250", 600, 900);
  }
  for (let at = 33_000; at < 58_000; at += 50 + random.float() * 20) add(at, "10.0.0.3", "203.0.113.9", 512, 300);
  return connections;
}

describe("the beaconing package", { timeout: 180_000 }, () => {
  it("puts a jittered beacon before bursts and a timer that everybody has, and a call an hour before an hour of large uploads", async () => {
    const file = join(tempDir(), "conn.log");
    const random = createRandom(12);
    const hourly = Array.from({ length: 24 }, (_, i) => {
      return { at: 600 + i * 3600 + random.float() * 180, src: "10.0.0.20", dst: "203.0.113.20", sent: 402, received: 296 };
    });
    const upload = Array.from({ length: 60 }, (_, i) => {
      return { at: 40_000 + i * 50 + random.float() * 10, src: "10.0.0.21", dst: "203.0.113.21", sent: 90_000_000, received: 300 };
    });
    writeFileSync(file, connLog([...officeDay(), ...hourly, ...upload]));
    await withCapture([file], async (capture) => {
      for (const seed of seeds) {
        const rows = await capture.queue("beaconing", seed);
        const rankTo = (dst: string): number => ranksOf(rows, (k) => k["dst"] === dst)[0] ?? Infinity;
        expect(rankTo("203.0.113.20")).toBeLessThan(rankTo("203.0.113.21"));
        const first = rows.find(({ subject }) => subject.keys["dst"] !== "203.0.113.20");
        expect(first?.subject.keys, "first but for what was added").toEqual({ src: "10.0.0.3", dst: "203.0.113.9", service: "tcp/443" });
        expect(first?.evidence[0]?.ids["uid"]).toMatch(/^C\d+$/);
      }
    });
  });

  it("sees the same beacon in the flows of Suricata", async () => {
    const file = join(tempDir(), "eve.json");
    writeFileSync(file, flowLog(officeDay()));
    await withCapture([file], async (capture) => {
      const [first] = await capture.queue("beaconing", 1);
      expect(first?.subject.keys).toEqual({ src: "10.0.0.3", dst: "203.0.113.9", service: "tcp/443" });
      expect(first?.evidence[0]?.ids["uid"]).toMatch(/^\d+$/);
    });
  });

  it.skipIf(noTestData("telemetry", "zeek", "rita_proxy"))("finds the beacon that hides behind a proxy in its first three", async () => {
    await withCapture([testData("telemetry", "zeek", "rita_proxy") ?? ""], async (capture) => {
      for (const seed of seeds) {
        const ranks = ranksOf(
          await capture.queue("beaconing", seed),
          (k) => k["src"] === "10.136.0.18" && k["dst"] === "www.honestimnotevil.com",
        );
        expect(ranks[0]).toBeLessThanOrEqual(3);
      }
    });
  });

  it.skipIf(noTestData("telemetry", "zeek", "apt29_day1"))("finds four minutes of command and control in its first five", async () => {
    await withCapture([testData("telemetry", "zeek", "apt29_day1", "combined_zeek.log.gz") ?? ""], async (capture) => {
      for (const seed of seeds) {
        const rows = await capture.queue("beaconing", seed);
        const ranks = ranksOf(rows, (k) => k["src"] === "10.0.1.6" && k["dst"] === "192.168.0.4" && k["service"] === "tcp/8443");
        expect(ranks[0]).toBeLessThanOrEqual(5);
        expect(rows[(ranks[0] ?? 0) - 1]?.evidenceCount).toBe(376);
      }
    });
  });

  it.skipIf(noTestData("telemetry", "zeek", "ctu_labeled"))("finds calls to a dead controller by their rhythm alone", async () => {
    const file = testData("telemetry", "zeek", "ctu_labeled", "001-zeek-scenario-malicious", "conn.log") ?? "";
    const work = async (capture: Capture): Promise<void> => {
      const ranks = ranksOf(await capture.queue("beaconing", 1), (k) => k["dst"] === "41.108.179.197" && k["service"] === "tcp/1177");
      expect(ranks[0]).toBeLessThanOrEqual(3);
    };
    await withCapture([file], work, "start:2017-03-08T00:00:00Z");
  });

  it.skipIf(noTestData("telemetry", "zeek", "rita_http_24h"))(
    "puts calls every five minutes for a day before pages in bursts, and behind no more than three downloads",
    async () => {
      await withCapture([testData("telemetry", "zeek", "rita_http_24h", "http.tsv.log.gz") ?? ""], async (capture) => {
        expect(ranksOf(await capture.queue("beaconing", 1), (k) => k["dst"] === "www.alexa.com")[0]).toBeLessThanOrEqual(4);
      });
    },
  );
});
