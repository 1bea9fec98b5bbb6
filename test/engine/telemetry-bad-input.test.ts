import { createWriteStream, openSync, closeSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import { createGzip, gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "../../shared/contract/errors.ts";
import type { SnapshotManifest } from "../../shared/contract/telemetry.ts";
import { fixture, importHere, snapshotNames, tempFolder } from "./telemetry-support.ts";

const conn = readFileSync(fixture("conn.log"));
const nxlog = readFileSync(fixture("windows-nxlog.ndjson"), "utf8");
const header = "#separator \\x09\n#path\tconn\n#fields\tts\tuid\tid.orig_h\tid.resp_h\tproto\tconn_state\n";
const row = (n: number): string => `${1772438400 + n}.0\tC${n}\t10.0.0.1\t192.0.2.1\ttcp\tSF\n`;

/** Imports the file beside a good one, which must come through whatever the other is. */
async function besideGood(
  name: string,
  content: string | Uint8Array,
): Promise<{ file: SnapshotManifest["files"][number] | undefined; manifest: SnapshotManifest }> {
  using temp = tempFolder();
  const { manifest } = await importHere(temp.path, [temp.file(name, content), fixture("dns.log")]);
  expect(manifest.classes["dns_activity"]).toBe(4);
  return { file: manifest.files[0], manifest };
}

const lorem = "Lorem ipsum dolor sit amet, consectetur adipiscing elit. Sed do eiusmod tempor.\n\nErat velit scelerisque in dictum.\n";

const hopeless: readonly (readonly [what: string, name: string, content: string | Uint8Array, reason: RegExp])[] = [
  ["an empty file", "conn.log", "", /conn\.log is empty/],
  ["blank lines", "conn.log", "\n\r\n\n", /blank lines only/],
  ["a text file posing as conn.log", "conn.log", lorem, /conn\.log is plain text: it has neither a Zeek header \(#fields\) nor JSON/],
  ["binary data", "conn.log", Buffer.from([1, 2, 3, 0, 255, 254, 0, 9]), /binary data/],
  ["an event log in its own format", "Security.json", Buffer.from("ElfFile\0\0\0\0"), /Windows event log \(EVTX\); export it as JSON/],
  ["rows whose header is missing", "conn.log", row(1) + row(2), /no #fields line before the first row/],
  ["CSV without a mapping", "flows.csv", "a,b,c\n1,2,3\n4,5,6\n", /looks like CSV, which needs a mapping/],
  [
    "JSON of something else",
    "labels.json",
    '{"a":1}\n{"b":2}\n',
    /none of its first 2 records is a Zeek, OCSF, CloudTrail, Suricata, Windows or Linux event \(keys: a\)/,
  ],
  ["broken JSON", "x.json", '{"ts":1,"uid"\n{"oops\n', /none of its first records is a JSON object/],
  ["a comment file", "README.md", "# Title\n\ntext\n", /begins with # but has no Zeek header/],
  ["gzip that is cut off at once", "conn.log.gz", gzipSync(conn).subarray(0, 12), /cut off/],
  ["a ZIP that is cut off", "logs.zip", Buffer.concat([Buffer.from("PK\x03\x04"), Buffer.alloc(200)]), /not a whole ZIP file/],
];

describe("a file that cannot be read", () => {
  it.each(hopeless)("%s is refused by name and reason", async (_what, name, content, reason) => {
    using temp = tempFolder();
    const failed = importHere(temp.path, [temp.file(name, content)]);
    await expect(failed).rejects.toBeInstanceOf(AppError);
    await expect(failed).rejects.toThrow(reason);
    await expect(failed).rejects.toMatchObject({ detail: { file: name } });
    expect(snapshotNames(temp.path)).toEqual([]);
  });

  it.each(hopeless)("%s does not hinder the rest of the import", async (_what, name, content, reason) => {
    const { file } = await besideGood(name, content);
    expect(file).toMatchObject({ name, mapped: 0 });
    expect(file?.error).toMatch(reason);
  });

  it("that is missing is named, and the rest stands", async () => {
    using temp = tempFolder();
    const { manifest } = await importHere(temp.path, [join(temp.path, "gone.log"), fixture("dns.log")]);
    expect(manifest.files[0]).toMatchObject({ name: "gone.log", error: "gone.log does not exist" });
    expect(manifest.classes).toEqual({ dns_activity: 4 });
  });

  it("was to be read as something it is not", async () => {
    using temp = tempFolder();
    await expect(importHere(temp.path, [fixture("conn.log")], { format: "windows" })).rejects.toThrow(/is a Zeek log in TSV/);
    await expect(importHere(temp.path, [fixture("windows-nxlog.ndjson")], { format: "zeek" })).rejects.toThrow(
      /none of its first 23 records is a Zeek event/,
    );
    await expect(importHere(temp.path, [fixture("flows.csv")], { format: "csv" })).rejects.toThrow(/needs a mapping/);
  });

  it("names the clock rule that may help when every row is near 1970", async () => {
    using temp = tempFolder();
    const rows = header + row(1).replace("1772438401.0", "19.981745");
    const path = temp.file("conn.log", rows);
    await expect(importHere(temp.path, [path])).rejects.toThrow(
      /line 4: time 1970-01-01T00:00:19\.981Z: the clock rule start:<ISO time> may apply/,
    );
    const { manifest } = await importHere(temp.path, [path], { clock: "start:2017-03-08T13:47:04Z" });
    expect(manifest.timeRange?.from).toBe(Date.UTC(2017, 2, 8, 13, 47, 23) * 1000 + 981_745);
    await expect(importHere(temp.path, [path], { clock: "yesterday" })).rejects.toMatchObject({
      code: "bad-input",
      detail: { field: "clock" },
    });
  });
});

describe("a damaged file", () => {
  it("that is cut off keeps the records before the cut", async () => {
    const whole = gzipSync(header + Array.from({ length: 20_000 }, (_, n) => row(n)).join(""), { level: 1 });
    const cut = whole.subarray(0, whole.length - 5000);
    const { file, manifest } = await besideGood("conn.log.gz", cut);
    expect((await besideGood("conn.log.gz", cut)).manifest).toEqual(manifest);
    expect(file?.mapped).toBeGreaterThan(1000);
    expect(file?.error).toMatch(/conn\.log\.gz is cut off: its compressed data end too early; the \d+ records before that were kept/);
    expect(file?.bytes).toBe(whole.length - 5000);
  });

  it("with a stray byte behind the archive is whole", async () => {
    const { file } = await besideGood("conn.log.gz", Buffer.concat([gzipSync(conn), Buffer.from("\n")]));
    expect(file).toMatchObject({ mapped: 4 });
    expect(file).not.toHaveProperty("error");
  });

  it("whose last line is cut has that line rejected", async () => {
    const { file } = await besideGood("conn.log", conn.subarray(0, conn.length - 60));
    expect(file).toMatchObject({ mapped: 3, rejected: 1, rejectReasons: { "wrong number of columns": 1 } });
  });

  it("with lines of other shapes rejects those and no more", async () => {
    const lines = nxlog.split("\n");
    const mixed = [
      lines[0],
      '{"ts":1772438400.5,"uid":"C1","id.orig_h":"10.0.0.1","conn_state":"SF","proto":"tcp"}',
      "not json",
      "[1,2]",
      '{"a":1}',
      "",
      lines[1],
      '"text"',
    ];
    const { file } = await besideGood("mixed.ndjson", mixed.join("\r\n"));
    expect(file).toMatchObject({
      format: "mixed-json",
      mapped: 3,
      rejected: 4,
      rejectReasons: { "not valid JSON": 1, "not a JSON object": 2, "no event of a known kind": 1 },
    });
  });

  it("with bytes that are no UTF-8 keeps the record and marks them", async () => {
    using temp = tempFolder();
    const bytes = Buffer.concat([
      Buffer.from(header),
      Buffer.from(row(1).replace("C1", "C\xff")),
      Buffer.from(row(2).replace("C2", "C\xff"), "latin1"),
    ]);
    const { manifest } = await importHere(temp.path, [temp.file("conn.log", bytes)]);
    expect(manifest.files[0]).toMatchObject({ mapped: 2, rejected: 0 });
  });

  it("with impossible times rejects those rows with file, line and reason", async () => {
    using temp = tempFolder();
    const times = ["-5", "1e30", "NaN", "", "99999999999999999999", "4102444800.0", "1772438400.0"];
    const rows = times.map((t) => row(1).replace("1772438401.0", t)).join("");
    const { manifest, rejects } = await importHere(temp.path, [temp.file("conn.log", header + rows)]);
    expect(manifest.files[0]).toMatchObject({ mapped: 1, rejected: 6 });
    expect(rejects.map((r) => [r.file, r.line])).toEqual([4, 5, 6, 7, 8, 9].map((line) => ["conn.log", line]));
  });
});

describe("text that looks different and is the same", () => {
  const plain = header + row(1) + row(2);
  it.each([
    ["a byte order mark", `\ufeff${plain}`],
    ["CRLF", plain.replaceAll("\n", "\r\n")],
    ["blank lines", plain.replaceAll("\n", "\n\n")],
    ["no newline at the end", plain.trimEnd()],
    ["UTF-16 with a byte order mark", Buffer.from(`\ufeff${plain}`, "utf16le")],
  ])("%s", async (_what, content) => {
    const { file } = await besideGood("conn.log", content);
    expect(file).toMatchObject({ mapped: 2, rejected: 0 });
  });
});

describe("input made to exhaust the machine", () => {
  it("a ZIP bomb is given up after the allowed ratio", async () => {
    using temp = tempFolder();
    const path = join(temp.path, "bomb.log.gz");
    const blocks = function* () {
      yield Buffer.from(header + row(1));
      for (let i = 0; i < 40; i++) yield Buffer.alloc(1024 * 1024, "\n");
    };
    await pipeline(Readable.from(blocks()), createGzip(), createWriteStream(path));
    const limits = { ratioAfterBytes: 8 * 1024 * 1024 };
    const { manifest } = await importHere(temp.path, [path, fixture("dns.log")], { limits });
    expect(manifest.files[0]).toMatchObject({ mapped: 1 });
    expect(manifest.files[0]?.error).toMatch(/unpacks to more than 200 times its size/);
    await expect(importHere(temp.path, [fixture("conn.log")], { limits: { maxTotalBytes: 100 } })).rejects.toMatchObject({
      code: "limit-exceeded",
    });
  });

  it("a line of 200 MB is one reject, is not kept in memory, and what follows is read", async () => {
    using temp = tempFolder();
    const path = temp.file("conn.log", header + row(1));
    const fd = openSync(path, "a");
    for (let i = 0; i < 200; i++) writeSync(fd, Buffer.alloc(1024 * 1024, "x"));
    writeSync(fd, `\n${row(2)}`);
    closeSync(fd);
    const before = process.memoryUsage().rss;
    const { manifest, rejects } = await importHere(temp.path, [path]);
    expect(manifest.files[0]).toMatchObject({ mapped: 2, rejected: 1, rejectReasons: { "record too long": 1 } });
    expect(rejects[0]).toMatchObject({ file: "conn.log", line: 5, reason: "record longer than 16 MiB", excerpt: "x".repeat(300) });
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
  });

  it("a JSON array with one element of 20 MB loses that element only", async () => {
    const [first, second] = nxlog.split("\n");
    const { file } = await besideGood("events.json", `[${first},\n{"EventID":1,"x":"${"y".repeat(20 * 1024 * 1024)}"},\n${second}\n]`);
    expect(file).toMatchObject({ format: "windows-json", mapped: 2, rejectReasons: { "record too long": 1 } });
  });
});

const seeds: readonly (readonly [string, Buffer])[] = [
  ["conn.log", conn],
  ["http.log", readFileSync(fixture("http.log"))],
  ["dns.json", readFileSync(fixture("conn.json.log"))],
  ["events.ndjson", Buffer.from(nxlog)],
  ["events.json", readFileSync(fixture("windows-getwinevent.json"))],
  ["shapes.ndjson", readFileSync(fixture("windows-other-shapes.ndjson"))],
  ["conn.log.gz", gzipSync(conn)],
  ...["cloudtrail-records.json", "suricata-eve.json", "ocsf-events.ndjson", "zeek-many.ndjson", "auditd.log", "syslog-auth.log"].map(
    (name) => [name, readFileSync(fixture(name))] as const,
  ),
];

/** Records of every source that comes as JSON. */
const records: readonly object[] = [
  "suricata-eve.json",
  "ocsf-events.ndjson",
  "zeek-many.ndjson",
  "cloudtrail-shipped.ndjson",
  "linux-collected.ndjson",
]
  .flatMap((name) => readFileSync(fixture(name), "utf8").trim().split("\n"))
  .map((line) => JSON.parse(line) as object);

/** The `at`th value of a record, counted through all depths, replaced. */
function withValue(record: object, at: number, value: unknown): object {
  const copy = structuredClone(record);
  const places: { holder: Record<string, unknown>; key: string }[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    const holder = node as Record<string, unknown>;
    for (const [key, child] of Object.entries(holder)) {
      places.push({ holder, key });
      visit(child);
    }
  };
  visit(copy);
  const place = places[at % places.length];
  if (place !== undefined) place.holder[place.key] = value;
  return copy;
}

describe("hostile bytes", () => {
  async function survives(name: string, bytes: Uint8Array): Promise<void> {
    using temp = tempFolder();
    const names = [temp.file(name, bytes)];
    const outcome = await importHere(temp.path, names).catch((error: unknown) => error);
    if (outcome instanceof Error) expect(outcome).toBeInstanceOf(AppError);
    else expect(outcome).toHaveProperty("snapshotId");
  }

  it("never cause anything but an AppError", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), fc.constantFrom("conn.log", "a.json", "a.zip"), (bytes, name) =>
        survives(name, bytes),
      ),
      { numRuns: 60, seed: 1 },
    );
  });

  it("nor do mutations of real shapes", async () => {
    const edit = fc.record({ at: fc.nat(20_000), remove: fc.nat(40), insert: fc.uint8Array({ maxLength: 12 }) });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...seeds), fc.array(edit, { minLength: 1, maxLength: 6 }), async ([name, seed], edits) => {
        const mutated = edits.reduce((bytes, e) => {
          const at = e.at % bytes.length;
          return Buffer.concat([bytes.subarray(0, at), e.insert, bytes.subarray(at + e.remove)]);
        }, seed);
        await survives(name, mutated);
      }),
      { numRuns: 180, seed: 2 },
    );
  });

  it("nor do hostile values in well-formed records", async () => {
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom("__proto__", 1e308, -0, "0x", "S-1-", "\ud800", "a\0b", "9".repeat(400)));
    const names = Object.keys(JSON.parse(nxlog.split("\n")[0] ?? "{}") as object);
    const record = fc.record({
      EventID: fc.constantFrom(1, 3, 5, 7, 8, 10, 11, 22, 4624, 4625, 4688, 4769, 4103, "1", {}),
      SourceName: fc.constantFrom("Microsoft-Windows-Sysmon", "Microsoft-Windows-Security-Auditing", "Microsoft-Windows-PowerShell", 5),
      fields: fc.dictionary(
        fc.constantFrom(...names, "TargetUserName", "LogonType", "IpAddress", "QueryResults", "ContextInfo", "CallTrace", "__proto__"),
        value,
      ),
    });
    const zeek = fc.record({
      ts: fc.oneof(fc.double(), fc.constant(1772438400)),
      uid: value,
      _path: fc.constantFrom("conn", "dns", "http", "ssl"),
      answers: value,
      TTLs: value,
      host: value,
      uri: value,
      "id.orig_p": value,
      duration: value,
      rcode: value,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 5 }), fc.array(zeek, { maxLength: 5 }), async (windows, logs) => {
        const lines = [...windows.map(({ fields, ...rest }) => ({ TimeCreated: "2026-03-02T08:00:00Z", ...fields, ...rest })), ...logs];
        await survives("events.ndjson", Buffer.from(lines.map((l) => JSON.stringify(l)).join("\n")));
      }),
      { numRuns: 60, seed: 3 },
    );
  });

  it("nor does any value of any kind in any place of a record", async () => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom("__proto__", 1e308, -0, 1e21, "\ud800", "a\0b", "9".repeat(400), [[[]]], { a: null }),
    );
    const changed = fc.tuple(fc.constantFrom(...records), fc.nat(200), value).map(([record, at, v]) => withValue(record, at, v));
    await fc.assert(
      fc.asyncProperty(fc.array(changed, { minLength: 20, maxLength: 40 }), async (list) => {
        await survives("events.ndjson", Buffer.from(list.map((r) => JSON.stringify(r)).join("\n")));
      }),
      { numRuns: 40, seed: 4 },
    );
  });

  it("nor do lines of the audit daemon and of syslog that never end a value", async () => {
    const head = "type=EXECVE msg=audit(1772438400.100:501): argc=99999999 ";
    const long = [`${head}a0="${'" a='.repeat(60_000)}`, `${head}${"k=".repeat(120_000)}`, `${head}${" ".repeat(200_000)}`];
    await survives("audit.log", Buffer.from(long.join("\n")));
    await survives("auth.log", Buffer.from(`2026-03-02T08:00:00Z h sudo: a : TTY=x ; PWD=${" ; USER=".repeat(50_000)}\n`));
  });
});
