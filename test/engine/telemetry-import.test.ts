import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32, deflateRawSync, gzipSync } from "node:zlib";
import { pack } from "tar-stream";
import { describe, expect, it } from "vitest";
import { AppError, CancelledError } from "../../shared/contract/errors.ts";
import { SnapshotManifest } from "../../shared/contract/telemetry.ts";
import { contentId } from "../../electron/engine/hash.ts";
import { importFiles } from "../../electron/engine/telemetry/import-files.ts";
import type { ImportProgress, ImportRequest } from "../../electron/engine/telemetry/import-request.ts";
import { readRecord } from "../../electron/engine/telemetry/read-record.ts";
import { readRejects } from "../../electron/engine/telemetry/rejects.ts";
import { cleanUnfinished, readManifest, snapshotFolder } from "../../electron/engine/telemetry/snapshot-store.ts";
import { verifySnapshot } from "../../electron/engine/telemetry/verify-snapshot.ts";
import { fixture, importHere, snapshotNames, storedRows, tempFolder } from "./telemetry-support.ts";

const requestFor = (path: string, displayName: string): ImportRequest => ({
  paths: [{ path, displayName }],
  source: "test",
  format: "auto",
  clock: "declared",
});

const connRow = (n: number): string => `${1772438400 + n}.000000\tC${n}\t10.0.0.${n % 250}\t1234\t192.0.2.1\t443\ttcp\tSF`;
const connLog = (rows: number): string =>
  `#separator \\x09\n#path\tconn\n#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tconn_state\n${Array.from({ length: rows }, (_, n) => connRow(n)).join("\n")}\n`;

async function tarOf(members: readonly (readonly [string, Buffer])[]): Promise<Buffer> {
  const tar = pack();
  for (const [name, content] of members) tar.entry({ name }, content);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

describe("a snapshot", () => {
  it("has the same id wherever it is made, and is stored once", async () => {
    using one = tempFolder();
    using two = tempFolder();
    const first = await importFiles(one.path, requestFor(fixture("conn.log"), "conn.log"));
    const again = await importFiles(one.path, requestFor(fixture("conn.log"), "conn.log"));
    const elsewhere = await importFiles(two.path, requestFor(two.file("copy/conn.log", readFileSync(fixture("conn.log"))), "conn.log"));
    expect([first.duplicate, again.duplicate, elsewhere.duplicate]).toEqual([false, true, false]);
    expect(again.snapshotId).toBe(first.snapshotId);
    expect(elsewhere.snapshotId).toBe(first.snapshotId);
    expect(snapshotNames(one.path)).toEqual([first.snapshotId]);
    const bytesOf = (root: string): Buffer =>
      readFileSync(join(snapshotFolder(root, first.snapshotId), "segments/network_activity-00000.parquet"));
    expect(bytesOf(one.path).equals(bytesOf(two.path))).toBe(true);
  });

  it("is named by its manifest, which holds no machine's paths", async () => {
    using temp = tempFolder();
    const { snapshotId, manifest } = await importFiles(temp.path, requestFor(fixture("conn.log"), "given/conn.log"));
    const text = readFileSync(join(snapshotFolder(temp.path, snapshotId), "manifest.json"), "utf8");
    expect(contentId(SnapshotManifest.parse(JSON.parse(text)))).toBe(snapshotId);
    expect(readManifest(temp.path, snapshotId)).toEqual(manifest);
    expect(text).not.toContain(temp.path);
    expect(manifest.files.map((f) => f.name)).toEqual(["given/conn.log"]);
  });

  it("has another id for another clock rule", async () => {
    using temp = tempFolder();
    const declared = await importHere(temp.path, [fixture("conn.log")]);
    const shifted = await importHere(temp.path, [fixture("conn.log")], { clock: "offset:+02:00" });
    expect(shifted.snapshotId).not.toBe(declared.snapshotId);
    expect((declared.manifest.timeRange?.from ?? 0) - (shifted.manifest.timeRange?.from ?? 0)).toBe(7_200_000_000);
  });

  it("holds the same events from TSV and from JSON", async () => {
    using temp = tempFolder();
    const strip = (rows: readonly Record<string, unknown>[] | undefined) =>
      rows?.map(({ record_no: _no, raw_data: _raw, ...rest }) => rest);
    const tsv = await storedRows(temp.path, await importHere(temp.path, [fixture("conn.log")]));
    const json = await storedRows(temp.path, await importHere(temp.path, [fixture("conn.json.log")]));
    expect(strip(tsv["network_activity"])).toHaveLength(4);
    expect(strip(json["network_activity"])).toEqual(strip(tsv["network_activity"]));
  });

  it("keeps every original record, addressable by event number", async () => {
    using temp = tempFolder();
    const rows = 3000;
    const path = temp.file("conn.log", connLog(rows));
    const { snapshotId, manifest } = await importHere(temp.path, [path, fixture("dns.log")]);
    expect(manifest.classes).toEqual({ network_activity: rows, dns_activity: 4 });
    for (const n of [0, 1, 1499, 2999]) {
      const found = await readRecord(temp.path, snapshotId, manifest, n);
      expect(found).toEqual({ file: "conn.log", record: n + 4, raw: connRow(n) });
    }
    const dns = await readRecord(temp.path, snapshotId, manifest, rows + 3);
    expect(dns.raw).toContain("b\\xc3\\xbccher.example");
    await expect(readRecord(temp.path, snapshotId, manifest, rows + 4)).rejects.toMatchObject({ code: "not-found" });
  });

  it("numbers events across segments and files without gaps", async () => {
    using temp = tempFolder();
    const path = temp.file("conn.log", connLog(100_500));
    const { manifest } = await importHere(temp.path, [path, fixture("ssl.log")]);
    const ranges = manifest.segments.map((s) => [s.rows, s.firstEvent, s.lastEvent]);
    expect(ranges).toEqual([
      [100_000, 0, 99_999],
      [502, 100_000, 100_501],
    ]);
  });

  it("shows a flipped byte, a missing segment and a changed manifest", async () => {
    using temp = tempFolder();
    const { snapshotId } = await importHere(temp.path, [fixture("conn.log"), fixture("dns.log")]);
    expect(await verifySnapshot(temp.path, snapshotId)).toEqual([]);
    const segment = join(snapshotFolder(temp.path, snapshotId), "segments/dns_activity-00000.parquet");
    const bytes = readFileSync(segment);
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    writeFileSync(segment, bytes);
    expect(await verifySnapshot(temp.path, snapshotId)).toMatchObject([{ file: "segments/dns_activity-00000.parquet" }]);
    const manifest = join(snapshotFolder(temp.path, snapshotId), "manifest.json");
    writeFileSync(manifest, readFileSync(manifest, "utf8").replace('"source":"test"', '"source":"toast"'));
    await expect(verifySnapshot(temp.path, snapshotId)).rejects.toMatchObject({ code: "workspace-damaged" });
  });
});

interface ZipMember {
  readonly name: string;
  readonly content: Buffer;
  readonly flags?: number;
  readonly crc?: number;
}

/** A ZIP archive as PKWARE's APPNOTE describes it, with as much wrong as the member asks for. */
function zipOf(members: readonly ZipMember[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, flags = 0, crc = crc32(content) } of members) {
    const packed = deflateRawSync(content);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc, 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, Buffer.from(name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00"), common, rest, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...directory, end]);
}

describe("containers", () => {
  it("in ZIP are read whole, and damaged or encrypted members are named", async () => {
    using temp = tempFolder();
    const content = readFileSync(fixture("conn.log"));
    const zip = zipOf([
      { name: "conn.log", content },
      { name: "__MACOSX/._conn.log", content: Buffer.from("x") },
      { name: "dns.log.gz", content: gzipSync(readFileSync(fixture("dns.log"))) },
      { name: "secret.log", content, flags: 1 },
      { name: "damaged.log", content, crc: 1 },
      { name: "inner.zip", content: zipOf([{ name: "a", content }]) },
    ]);
    const path = temp.file("logs.zip", Buffer.concat([zip, Buffer.from("\n")]));
    const { manifest } = await importHere(temp.path, [path]);
    expect(manifest.files.map((f) => [f.name, f.mapped, f.error])).toEqual([
      ["logs.zip", 0, undefined],
      ["logs.zip!conn.log", 4, undefined],
      ["logs.zip!dns.log.gz", 4, undefined],
      ["logs.zip!secret.log", 0, "logs.zip!secret.log is encrypted"],
      ["logs.zip!damaged.log", 4, "logs.zip!damaged.log is damaged: its checksum does not match; the 4 records before that were kept"],
      ["logs.zip!inner.zip", 0, "logs.zip!inner.zip is an archive inside an archive; unpack it first"],
    ]);
    expect(manifest.files[0]?.formatReason).toBe("ZIP archive: 5 members, 1 skipped (folders, resource forks)");
    await expect(importHere(temp.path, [path], { limits: { maxMembers: 0 } })).rejects.toMatchObject({ code: "limit-exceeded" });
  });

  it.each([
    ["logs.zip", async (files: readonly (readonly [string, Buffer])[]) => zipOf(files.map(([name, content]) => ({ name, content })))],
    ["logs.tar", tarOf],
  ])("lose only the members whose path leads out: %s", async (archive, make) => {
    using temp = tempFolder();
    const bytes = await make([
      ["conn.log", readFileSync(fixture("conn.log"))],
      ["../evil.log", readFileSync(fixture("conn.log"))],
      ["dns.log", readFileSync(fixture("dns.log"))],
    ]);
    const { manifest } = await importHere(temp.path, [temp.file(archive, bytes)]);
    expect(manifest.files.map((f) => [f.name, f.mapped, f.error])).toEqual([
      [archive, 0, undefined],
      [`${archive}!conn.log`, 4, undefined],
      [`${archive}!../evil.log`, 0, `${archive}!../evil.log has a path that leads out of its archive and was not read`],
      [`${archive}!dns.log`, 4, undefined],
    ]);
  });

  it("that are cut off keep what lies before the cut, the same every time", async () => {
    using temp = tempFolder();
    const tar = await tarOf([
      ["conn.log", Buffer.from(connLog(20_000))],
      ["dns.log", readFileSync(fixture("dns.log"))],
    ]);
    const packed = gzipSync(tar, { level: 1 });
    const path = temp.file("capture.tar.gz", packed.subarray(0, packed.length - 20_000));
    const first = await importHere(temp.path, [path]);
    const second = await importHere(temp.path, [path]);
    expect(second.snapshotId).toBe(first.snapshotId);
    expect(first.manifest.files[1]).toMatchObject({ name: "capture.tar.gz!conn.log" });
    expect(first.manifest.files[1]?.mapped).toBeGreaterThan(1000);
    expect(first.manifest.files[1]?.error).toMatch(/cut off/);
  });

  it("are read in order, member by member, without clutter", async () => {
    using temp = tempFolder();
    const tar = await tarOf([
      ["logs/", Buffer.alloc(0)],
      ["logs/conn.log", readFileSync(fixture("conn.log"))],
      ["__MACOSX/._conn.log", Buffer.from("x")],
      ["logs/._dns.log", Buffer.from("x")],
      ["logs/dns.log.gz", gzipSync(readFileSync(fixture("dns.log")))],
      ["logs/inner.tar", await tarOf([["a", Buffer.from("a")]])],
    ]);
    const { manifest } = await importHere(temp.path, [temp.file("capture.tgz", gzipSync(tar))]);
    expect(manifest.files.map((f) => [f.name, f.mapped, f.error])).toEqual([
      ["capture.tgz", 0, undefined],
      ["capture.tgz!logs/conn.log", 4, undefined],
      ["capture.tgz!logs/dns.log.gz", 4, undefined],
      ["capture.tgz!logs/inner.tar", 0, "capture.tgz!logs/inner.tar is an archive inside an archive; unpack it first"],
    ]);
    expect(manifest.files[0]?.formatReason).toContain("3 skipped");
    expect(manifest.files.every((f) => /^[0-9a-f]{64}$/.test(f.sha256) && f.bytes > 0)).toBe(true);
  });

  it("give rotated logs of a folder in the order of their names", async () => {
    using temp = tempFolder();
    temp.file("day/conn.16:00:00-17:00:00.log.gz", gzipSync(connLog(2)));
    temp.file("day/conn.15:00:00-16:00:00.log.gz", gzipSync(connLog(1)));
    temp.file("day/.DS_Store", "x");
    temp.file("day/sub/stats.log", "#separator \\x09\n#path\tstats\n#fields\tts\tpeer\n1772438400.0\tzeek\n");
    const { manifest } = await importHere(temp.path, [join(temp.path, "in/day")]);
    expect(manifest.files.map((f) => [f.name, f.logType, f.mapped, f.unmapped])).toEqual([
      ["day/conn.15:00:00-16:00:00.log.gz", "conn", 1, {}],
      ["day/conn.16:00:00-17:00:00.log.gz", "conn", 2, {}],
      ["day/sub/stats.log", "stats", 0, { stats: 1 }],
    ]);
  });
});

describe("an import", () => {
  it("reports its progress in bytes of the given files", async () => {
    using temp = tempFolder();
    const path = temp.file("conn.log", connLog(80_000));
    const seen: ImportProgress[] = [];
    await importFiles(temp.path, requestFor(path, "conn.log"), { progress: (p) => seen.push(p) });
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.at(-1)).toMatchObject({ stage: "conn.log", unit: "bytes" });
    expect(seen.at(-1)?.done).toBe(seen.at(-1)?.total);
    expect(seen.map((p) => p.done)).toEqual(seen.map((p) => p.done).toSorted((a, b) => a - b));
  });

  it("stops in the middle of a file when cancelled and leaves nothing", async () => {
    using temp = tempFolder();
    const path = temp.file("conn.log", connLog(600_000));
    const abort = new AbortController();
    const seen: ImportProgress[] = [];
    const progress = (at: ImportProgress): void => {
      seen.push(at);
      abort.abort();
    };
    await expect(importFiles(temp.path, requestFor(path, "conn.log"), { signal: abort.signal, progress })).rejects.toBeInstanceOf(
      CancelledError,
    );
    expect(seen.at(-1)?.done).toBeLessThan(seen.at(-1)?.total ?? 0);
    expect(snapshotNames(temp.path)).toEqual([]);
  });

  it("that was cancelled before it began does nothing", async () => {
    using temp = tempFolder();
    await expect(
      importFiles(temp.path, requestFor(fixture("conn.log"), "conn.log"), { signal: AbortSignal.abort() }),
    ).rejects.toBeInstanceOf(CancelledError);
    expect(snapshotNames(temp.path)).toEqual([]);
  });

  it("names files of the same name by as many folders as tell them apart", async () => {
    using temp = tempFolder();
    const content = readFileSync(fixture("conn.log"));
    const at = (name: string): string => temp.file(name, content);
    const named = async (paths: readonly string[]): Promise<string[]> =>
      (await importHere(temp.path, paths)).manifest.files.map((f) => f.name);
    const [a, b, alone] = [at("a/x/conn.log"), at("b/x/conn.log"), at("c/http.log")];
    expect(await named([a, b, alone])).toEqual(["a/x/conn.log", "b/x/conn.log", "http.log"]);
    expect(await named([a, at("y/conn.log")])).toEqual(["x/conn.log", "y/conn.log"]);
    expect(await named([join(a, ".."), join(b, "..")])).toEqual(["a/x/conn.log", "b/x/conn.log"]);
    expect(await named([a, a])).toEqual(["conn.log", "(2)/conn.log"]);
    const uploads = [at("../incoming/5f/conn.log"), at("../incoming/0c/conn.log")];
    expect(await named(uploads)).toEqual(["conn.log", "(2)/conn.log"]);
  });

  it("that was killed is cleared away at the next start", async () => {
    using temp = tempFolder();
    const { snapshotId } = await importHere(temp.path, [fixture("conn.log")]);
    mkdirSync(join(temp.path, "snapshots/.tmp-0123456789abcdef/segments"), { recursive: true });
    writeFileSync(join(temp.path, "snapshots/.tmp-0123456789abcdef/segments/dns_activity-00000.parquet"), "half");
    expect(cleanUnfinished(temp.path)).toBe(1);
    expect(readdirSync(join(temp.path, "snapshots"))).toEqual([snapshotId]);
    expect(cleanUnfinished(join(temp.path, "no-such-workspace"))).toBe(0);
  });

  it("carries failures over the thread as the same errors", async () => {
    using temp = tempFolder();
    const missing = importFiles(temp.path, requestFor(join(temp.path, "nothing.log"), "nothing.log"));
    await expect(missing).rejects.toBeInstanceOf(AppError);
    await expect(missing).rejects.toMatchObject({ code: "not-found", detail: { file: "nothing.log" } });
    expect(snapshotNames(temp.path)).toEqual([]);
  });

  it("stores samples of what it rejected", async () => {
    using temp = tempFolder();
    const { snapshotId, rejects } = await importHere(temp.path, [fixture("changing-header.log")]);
    expect(rejects).toHaveLength(3);
    expect(readRejects(temp.path, snapshotId)).toEqual(rejects);
  });

  it("stores 1000 samples of a reason and counts them all", async () => {
    using temp = tempFolder();
    const bad = "1772438400.0\tonly-two-columns\n".repeat(1500);
    const { snapshotId, manifest } = await importHere(temp.path, [temp.file("conn.log", connLog(1) + bad)]);
    expect(manifest.files[0]).toMatchObject({
      records: 1501,
      mapped: 1,
      rejected: 1500,
      rejectReasons: { "wrong number of columns": 1500 },
    });
    expect(readRejects(temp.path, snapshotId)).toHaveLength(1000);
  });
});
