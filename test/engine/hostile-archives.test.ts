import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { storedZip, tarOf } from "../fuzz/archives.ts";
import { fixture, importHere, tempFolder } from "./telemetry-support.ts";

const conn = readFileSync(fixture("conn.log"));
const tricks = [
  "../../out.log",
  "/etc/out.log",
  "C:\\out.log",
  "..\\..\\out.log",
  "\\\\host\\share\\out.log",
  "conn.log:stream",
  "a/../../../out.log",
  "con",
  "conn.log",
  "conn.log",
];

/** One member that the directory lists `times` times: each is small, all of them are not. */
function overlapping(bytes: Uint8Array, times: number): Buffer {
  const zip = storedZip([{ name: "a.log", bytes }]);
  const at = zip.indexOf("PK\x01\x02");
  const end = zip.indexOf("PK\x05\x06");
  const entry = zip.subarray(at, end);
  const tail = Buffer.from(zip.subarray(end));
  tail.writeUInt16LE(times, 8);
  tail.writeUInt16LE(times, 10);
  tail.writeUInt32LE(entry.length * times, 12);
  return Buffer.concat([zip.subarray(0, at), ...Array.from({ length: times }, () => entry), tail]);
}

describe("an archive made to lead out of itself", () => {
  it.each([
    ["ZIP", storedZip(tricks.map((name) => ({ name, bytes: conn })))],
    ["tar", tarOf(tricks.map((name) => ({ name, bytes: conn })))],
    ["packed tar", gzipSync(tarOf(tricks.map((name) => ({ name, bytes: conn }))))],
  ])("writes nothing of its own names: %s", async (_what, bytes) => {
    using temp = tempFolder();
    const { manifest } = await importHere(temp.path, [temp.file("logs.bin", bytes), fixture("dns.log")]);
    const members = manifest.files.slice(1, -1);
    expect(members).toHaveLength(tricks.length);
    for (const [i, file] of members.entries())
      if (/\.\./.test(tricks[i] ?? "")) expect(file.error, file.name).toMatch(/leads out of its archive/);
    expect(readdirSync(temp.path, { recursive: true, encoding: "utf8" }).filter((name) => name.includes("out.log"))).toEqual([]);
    expect(readdirSync(join(temp.path, ".."))).not.toContain("out.log");
  });

  it("has its links passed over", async () => {
    using temp = tempFolder();
    const links = ["1", "2"].map((type) => ({ name: `link${type}.log`, bytes: new Uint8Array(), type, link: "/etc/passwd" }));
    const { manifest } = await importHere(temp.path, [temp.file("logs.tar", tarOf([...links, { name: "conn.log", bytes: conn }]))]);
    expect(manifest.files.map(({ name }) => name)).toEqual(["logs.tar", "logs.tar!conn.log"]);
    expect(JSON.stringify(manifest)).not.toContain("root:");
  });
});

describe("an archive made to exhaust the machine", () => {
  const lines = Buffer.concat([conn, Buffer.alloc(600_000, "\n")]);

  it("by members that share their bytes is given up as a whole", async () => {
    using temp = tempFolder();
    const limits = { ratioAfterBytes: 1024 * 1024, maxRatio: 200 };
    const { manifest } = await importHere(temp.path, [temp.file("bomb.zip", overlapping(lines, 500)), fixture("dns.log")], { limits });
    const bomb = manifest.files.filter(({ name }) => name.startsWith("bomb.zip"));
    expect(bomb[0]?.error).toMatch(/bomb\.zip unpacks to more than 200 times its size/);
    expect(bomb.length).toBeLessThan(20);
  });

  it("by gzip within a member of a ZIP is given up by the ratio to what lies on disk", async () => {
    using temp = tempFolder();
    const bytes = gzipSync(Buffer.concat([conn, Buffer.alloc(8_000_000, "\n")]));
    const limits = { ratioAfterBytes: 1024 * 1024, maxRatio: 200 };
    const { manifest } = await importHere(temp.path, [temp.file("bomb.zip", storedZip([{ name: "a.gz", bytes }])), fixture("dns.log")], {
      limits,
    });
    expect(manifest.files[1]?.error).toMatch(/unpacks to more than 200 times its size/);
  });

  it("by more members than an import takes is read so far and no further", async () => {
    using temp = tempFolder();
    const members = Array.from({ length: 30 }, (_, i) => ({ name: `${i}.log`, bytes: conn }));
    const { manifest } = await importHere(temp.path, [temp.file("many.zip", storedZip(members))], { limits: { maxMembers: 10 } });
    expect(manifest.files).toHaveLength(11);
    expect(manifest.files[0]?.error).toMatch(/more than 10 members/);
  });
});
