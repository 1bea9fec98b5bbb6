import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createRandom, type Random } from "../../shared/lib/random.ts";
import { noTestData, testData } from "../unit-support/test-data.ts";
import { ranksOf, withCapture } from "./packages-fixture.ts";
import { tempDir } from "./temp-dir.ts";

const seeds = [1, 2];
const dayStart = Date.UTC(2026, 0, 5) / 1000;
const base32 = "abcdefghijklmnopqrstuvwxyz234567";

const textOf = (random: Random, length: number): string =>
  Array.from({ length }, () => base32[Math.floor(random.float() * base32.length)]).join("");

interface Query {
  readonly at: number;
  readonly src: string;
  readonly name: string;
  readonly type?: string;
  readonly answer?: string;
}

/** Twelve people at ordinary sites, a mail gateway that asks a block list for every sender, and what a tunnel adds. */
function officeDay(tunnel: (random: Random) => readonly Query[]): Query[] {
  const random = createRandom(7);
  const queries: Query[] = [];
  for (let person = 1; person <= 12; person++)
    for (let visit = 0; visit < 120; visit++) {
      const site = Math.floor(random.float() ** 2 * 60);
      const host = ["www", "static", "api", "img"][Math.floor(random.float() * 4)];
      queries.push({ at: 30_000 + random.float() * 30_000, src: `10.0.0.${person}`, name: `${host}.site${site}.example` });
    }
  for (let mail = 0; mail < 400; mail++)
    queries.push({
      at: 30_000 + random.float() * 30_000,
      src: "10.0.0.25",
      name: `${mail % 250}.${mail % 90}.51.198.zen.blocklist.example`,
    });
  return [...queries, ...tunnel(random)];
}

const asZeek = (queries: readonly Query[]): string =>
  queries
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, src, name, type = "A", answer = "192.0.2.1" }, i) =>
      JSON.stringify({
        _path: "dns",
        ts: dayStart + at,
        uid: `C${i}`,
        "id.orig_h": src,
        "id.orig_p": 50_000,
        "id.resp_h": "10.0.0.53",
        "id.resp_p": 53,
        proto: "udp",
        query: name,
        qtype_name: type,
        rcode: 0,
        rcode_name: "NOERROR",
        answers: [answer],
      }),
    )
    .join("\n");

/** Suricata records the question and the answer each for itself. */
const asSuricata = (queries: readonly Query[]): string =>
  queries
    .toSorted((a, b) => a.at - b.at)
    .flatMap(({ at, src, name, type = "A", answer = "192.0.2.1" }, i) => {
      const record = (dns: object): string =>
        JSON.stringify({
          timestamp: new Date((dayStart + at) * 1000).toISOString().replace("Z", "+0000"),
          flow_id: i + 1,
          event_type: "dns",
          src_ip: src,
          src_port: 50_000,
          dest_ip: "10.0.0.53",
          dest_port: 53,
          proto: "UDP",
          dns: { rrname: name, rrtype: type, ...dns },
        });
      return [
        record({ type: "query" }),
        record({ type: "answer", rcode: "NOERROR", answers: [{ rrname: name, rrtype: type, rdata: answer, ttl: 60 }] }),
      ];
    })
    .join("\n");

const loud = (random: Random): Query[] =>
  Array.from({ length: 300 }, (_, i) => ({
    at: 40_000 + i * 3,
    src: "10.0.0.4",
    name: `${textOf(random, 50)}.${i}.cdn.mirror.co.uk`,
    type: "TXT",
    answer: textOf(random, 90),
  }));

/** Shorter names as ordinary addresses, two a minute: what a careful operator would choose. */
const careful = (random: Random): Query[] =>
  Array.from({ length: 120 }, (_, i) => ({
    at: 32_000 + i * 30 + random.float() * 20,
    src: "10.0.0.4",
    name: `${textOf(random, 26)}.mirror.co.uk`,
  }));

describe("the DNS tunnel package", () => {
  it.each([
    ["a loud tunnel in Zeek", loud, asZeek, 1],
    ["a loud tunnel in Suricata", loud, asSuricata, 1],
    ["a careful tunnel in Zeek", careful, asZeek, 2],
  ] as const)(
    "puts %s before browsing, under the domain that was registered; a busy block list may come before a careful one",
    async (_, tunnel, write, worst) => {
      const file = join(tempDir(), "capture.json");
      writeFileSync(file, write(officeDay(tunnel)));
      await withCapture([file], async (capture) => {
        for (const seed of seeds) {
          const rows = await capture.queue("dns-tunnel", seed);
          const [rank] = ranksOf(rows, (k) => k["src"] === "10.0.0.4" && k["domain"] === "mirror.co.uk");
          expect(rank).toBeLessThanOrEqual(worst);
          const found = rows[(rank ?? 0) - 1];
          expect(found?.evidenceCount).toBe(tunnel(createRandom(7)).length);
          expect(found?.evidence[0]?.ids["uid"]).toBeDefined();
        }
      });
    },
  );

  it.skipIf(noTestData("telemetry", "suricata", "cdmcs_lab"))(
    "counts a question once where question and answer are both recorded",
    async () => {
      await withCapture([testData("telemetry", "suricata", "cdmcs_lab", "eve.json") ?? ""], async (capture) => {
        const rows = await capture.queue("dns-tunnel", 1);
        expect(rows.length).toBeGreaterThan(10);
        expect(rows.reduce((sum, row) => sum + row.evidenceCount, 0)).toBeLessThanOrEqual(59 + rows.length);
      });
    },
  );
});
