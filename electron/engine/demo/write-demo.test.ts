import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { CancelledError } from "../../../shared/contract/errors.ts";
import { writeDemo, type DemoManifest } from "./write-demo.ts";

const GroundTruth = z.object({
  stories: z.array(
    z.object({
      id: z.string(),
      firstTime: z.string(),
      lastTime: z.string(),
      techniques: z.array(z.object({ id: z.string() })).min(1),
      subjects: z.object({
        beaconing: z.array(z.object({ src: z.string(), dst: z.string(), date: z.string(), connections: z.number() })),
        "process-rarity": z.array(z.object({ host: z.string(), processGuid: z.string(), image: z.string() })),
        "dns-tunnel": z.array(z.object({ src: z.string(), domain: z.string(), date: z.string() })),
        logon: z.array(z.object({ account: z.string(), host: z.string() })),
      }),
    }),
  ),
});
const WindowsRecord = z.object({
  EventID: z.number(),
  Hostname: z.string(),
  TimeCreated: z.string(),
  RecordNumber: z.number(),
  Channel: z.string(),
  ProcessGuid: z.string().optional(),
  ParentProcessGuid: z.string().optional(),
  UtcTime: z.string().optional(),
  Company: z.string().optional(),
  SourceIp: z.string().optional(),
  SourcePort: z.string().optional(),
  DestinationIp: z.string().optional(),
  DestinationPort: z.string().optional(),
});

const smallest = { scale: 0.1, seed: 5 };
const folders: string[] = [];
const newFolder = (): string => {
  const dir = mkdtempSync(join(tmpdir(), "quarry-demo-"));
  folders.push(dir);
  return dir;
};
const filesOf = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, encoding: "utf8" })
    .filter((f) => /\.(gz|csv|json|md)$/.test(f))
    .toSorted();
const digest = (dir: string): Record<string, string> =>
  Object.fromEntries(
    filesOf(dir).map((f) => [
      f,
      createHash("sha256")
        .update(readFileSync(join(dir, f)))
        .digest("hex"),
    ]),
  );
const linesOf = (path: string): string[] => gunzipSync(readFileSync(path)).toString("utf8").trimEnd().split("\n");

let dir = "";
let manifest: DemoManifest;
beforeAll(async () => {
  dir = newFolder();
  manifest = await writeDemo(dir, smallest);
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const remembered = <T>(make: (key: string) => T): ((key: string) => T) => {
  const known = new Map<string, T>();
  return (key) => {
    const value = known.get(key) ?? make(key);
    known.set(key, value);
    return value;
  };
};
const zeekRows = remembered((log): string[][] =>
  filesOf(dir)
    .filter((f) => f.endsWith(`${log}.log.gz`))
    .flatMap((f) => linesOf(join(dir, f)))
    .filter((l) => !l.startsWith("#"))
    .map((l) => l.split("\t")),
);
const readWindows = remembered((folder) =>
  filesOf(dir)
    .filter((f) => f.startsWith(folder))
    .flatMap((f) => linesOf(join(dir, f)))
    .map((l) => WindowsRecord.parse(JSON.parse(l))),
);
const windowsRecords = () => readWindows("windows");
const truth = () => GroundTruth.parse(JSON.parse(readFileSync(join(dir, "GROUND_TRUTH.json"), "utf8")));

describe("the simulated enterprise", () => {
  it("is the same to the byte for the same scale and seed, and another for another seed", async () => {
    const [again, other] = [newFolder(), newFolder()];
    await writeDemo(again, smallest);
    await writeDemo(other, { ...smallest, seed: 6 });
    expect(digest(again)).toEqual(digest(dir));
    expect(digest(other)["GROUND_TRUTH.json"]).not.toBe(digest(dir)["GROUND_TRUTH.json"]);
  });

  it("writes fourteen days of four Zeek logs, Windows events of two collectors, three inventories and the truth", () => {
    const files = filesOf(dir);
    expect(files.filter((f) => f.startsWith("zeek"))).toHaveLength(56);
    expect(files.filter((f) => f.startsWith("windows"))).toHaveLength(28);
    expect(files.filter((f) => f.startsWith("inventory"))).toHaveLength(3);
    expect(files).toContain("GROUND_TRUTH.md");
    expect(zeekRows("conn")).toHaveLength(manifest.rows["conn"] ?? 0);
    expect(windowsRecords()).toHaveLength(manifest.rows["windows"] ?? 0);
  });

  it("has the endpoint agent say nothing of who made a file from the second Monday on", () => {
    const starts = windowsRecords().filter((record) => record.EventID === 1 && record.Channel.includes("Sysmon"));
    const [before, after] = ["2026-03-15", "2026-03-17"].map((day) => starts.filter((record) => record.UtcTime?.startsWith(day)));
    expect(before?.some(({ Company }) => Company !== "-")).toBe(true);
    expect(after?.length).toBeGreaterThan(100);
    expect(after?.every(({ Company }) => Company === "-")).toBe(true);
  });

  it("gives each Zeek row as many fields as its header names, in order of time", () => {
    for (const file of filesOf(dir).filter((f) => f.startsWith(join("zeek", "2026-03-17")))) {
      const lines = linesOf(join(dir, file));
      const fields = lines.find((l) => l.startsWith("#fields"))?.split("\t").length ?? 0;
      const types = lines.find((l) => l.startsWith("#types"))?.split("\t").length ?? 0;
      const rows = lines.filter((l) => !l.startsWith("#")).map((l) => l.split("\t"));
      expect(types).toBe(fields);
      expect(rows.every((r) => r.length === fields - 1)).toBe(true);
      const times = rows.map((r) => Number(r[0]));
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }
  });

  it("joins every dns, http and ssl row to a connection by its uid, and each connection has a uid of its own", () => {
    const uids = zeekRows("conn").map((r) => r[1]);
    const known = new Set(uids);
    expect(known.size).toBe(uids.length);
    const orphans = ["dns", "http", "ssl"].flatMap(zeekRows).filter((r) => !known.has(r[1]));
    // A connection that begins a moment before the sensor's gap or midnight leaves its handshake behind.
    expect(orphans.length).toBeLessThan(30);
  });

  it("has outside addresses from reserved ranges only, and names under .example", () => {
    const reserved = /^(10\.|192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|198\.1[89]\.)/;
    expect(zeekRows("conn").filter((r) => !reserved.test(r[2] ?? "") || !reserved.test(r[4] ?? ""))).toEqual([]);
    expect(zeekRows("ssl").filter((r) => r[9]?.endsWith(".example") !== true)).toEqual([]);
  });

  it("recorded nothing during the sensor's gap and sent one collector's block twice", () => {
    const gap = zeekRows("conn").filter(
      (r) => Number(r[0]) >= Date.UTC(2026, 2, 10, 13) / 1000 && Number(r[0]) < Date.UTC(2026, 2, 10, 14) / 1000,
    );
    expect(gap).toHaveLength(0);
    const keys = windowsRecords().map((r) => `${r.Hostname} ${r.Channel} ${r.RecordNumber}`);
    expect(keys.length - new Set(keys).size).toBeGreaterThan(5);
  });
});

describe("connections that a host's own Sysmon saw", () => {
  it("are on the wire too, from the same port at the same time, unless the host was at home or the sensor off", () => {
    const onWire = new Map(zeekRows("conn").map((r) => [`${r[2]} ${r[3]} ${r[4]} ${r[5]}`, Number(r[0])]));
    const seen = windowsRecords().filter(
      (r) => r.EventID === 3 && r.SourceIp?.startsWith("10.") === true && !r.Hostname.startsWith("CDF-FS01"),
    );
    const matched = seen.filter((r) => {
      const at = onWire.get(`${r.SourceIp} ${r.SourcePort} ${r.DestinationIp} ${r.DestinationPort}`);
      return at !== undefined && Math.abs(at - Date.parse(`${r.UtcTime?.replace(" ", "T")}Z`) / 1000) < 8 * 60;
    });
    expect(seen.length).toBeGreaterThan(100);
    expect(matched.length / seen.length).toBeGreaterThan(0.98);
  });
});

describe("processes", () => {
  it("have parents that started before them", () => {
    const starts = new Map(
      windowsRecords()
        .filter((r) => r.EventID === 1 && r.Channel.includes("Sysmon"))
        .map((r) => [r.ProcessGuid, r]),
    );
    for (const r of starts.values()) {
      const parent = starts.get(r.ParentProcessGuid);
      if (parent !== undefined) expect((parent.UtcTime ?? "") <= (r.UtcTime ?? ""), `${r.Hostname} ${r.UtcTime}`).toBe(true);
    }
  });
});

describe("the ground truth", () => {
  it("tells five stories with times inside the fortnight", () => {
    const { stories } = truth();
    expect(stories.map((s) => s.id)).toEqual([
      "phishing-implant",
      "slow-server-beacon",
      "dns-exfiltration",
      "spray-and-services",
      "departing-employee",
    ]);
    for (const s of stories) {
      expect(s.firstTime >= "2026-03-09" && s.firstTime <= s.lastTime && s.lastTime < "2026-03-23").toBe(true);
      expect(Object.values(s.subjects).some((list) => list.length > 0)).toBe(true);
    }
  });

  it("names processes that exist once in the Windows events, on the host it says", () => {
    const created = Map.groupBy(
      windowsRecords().filter((r) => r.EventID === 1),
      (r) => r.ProcessGuid,
    );
    const subjects = truth().stories.flatMap((s) => s.subjects["process-rarity"]);
    expect(subjects.length).toBeGreaterThan(30);
    for (const p of subjects) {
      const found = created.get(`{${p.processGuid}}`);
      expect(
        found?.map((r) => r.Hostname),
        p.image,
      ).toEqual([p.host]);
    }
  });

  it("counts the calls of each beacon as the sensor saw them", () => {
    const seen = Map.groupBy(zeekRows("ssl"), (r) => `${r[2]} ${r[9]} ${new Date(Number(r[0]) * 1000).toISOString().slice(0, 10)}`);
    const beacons = truth().stories.flatMap((s) => s.subjects.beaconing);
    expect(beacons.length).toBeGreaterThan(8);
    for (const b of beacons) expect(seen.get(`${b.src} ${b.dst} ${b.date}`)?.length).toBe(b.connections);
  });

  it("names a domain under which a tunnel's questions were asked", () => {
    const [tunnel] = truth().stories.flatMap((s) => s.subjects["dns-tunnel"]);
    expect(tunnel).toBeDefined();
    const asked = zeekRows("dns").filter((r) => r[2] === tunnel?.src && r[9]?.endsWith(`.${tunnel?.domain}`) === true);
    expect(asked.length).toBeGreaterThan(1000);
  });
});

describe("writing it", () => {
  it("reports each day and stops when told to", async () => {
    const controller = new AbortController();
    const done: number[] = [];
    const writing = writeDemo(newFolder(), {
      ...smallest,
      signal: controller.signal,
      progress: (p) => {
        done.push(p.done);
        if (p.done === 2) controller.abort();
      },
    });
    await expect(writing).rejects.toBeInstanceOf(CancelledError);
    expect(done).toEqual([0, 1, 2]);
  });

  it.each([0, 51, Number.NaN])("refuses a scale of %s", async (scale) => {
    await expect(writeDemo(newFolder(), { scale, seed: 1 })).rejects.toMatchObject({ code: "bad-input", detail: { field: "scale" } });
  });
});
