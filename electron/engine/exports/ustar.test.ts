import { Readable } from "node:stream";
import { extract } from "tar-stream";
import { describe, expect, it } from "vitest";
import { packTar, unpackTar } from "./ustar.ts";

const files = [
  { name: "manifest.json", bytes: Buffer.from("{}\n") },
  { name: "sql/empty.sql", bytes: Buffer.alloc(0) },
  { name: "events.ndjson", bytes: Buffer.alloc(513, "x") },
];

describe("the archive", () => {
  it("is a tar that others read", async () => {
    const found: [string, string][] = [];
    const reader = extract();
    Readable.from([Buffer.from(packTar(files))]).pipe(reader);
    for await (const entry of reader) {
      const chunks: Buffer[] = [];
      for await (const chunk of entry) if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
      found.push([entry.header.name, Buffer.concat(chunks).toString()]);
    }
    expect(found).toEqual(files.map(({ name, bytes }) => [name, bytes.toString()]));
  });

  it("comes apart into what went in", () => {
    const { files: found, problem } = unpackTar(packTar(files));
    expect(problem).toBeUndefined();
    expect(found.map(({ name, bytes }) => [name, Buffer.from(bytes).toString()])).toEqual(
      files.map(({ name, bytes }) => [name, bytes.toString()]),
    );
  });

  it("tells of every byte outside the files that it is not the one that belongs there", () => {
    const whole = packTar(files);
    const content = new Set<number>();
    for (let i = 0; i < 3; i += 1) content.add(512 + i);
    for (let i = 0; i < 513; i += 1) content.add(2048 + i);
    for (const at of whole.keys()) {
      if (content.has(at)) continue;
      const changed = Uint8Array.from(whole, (byte, i) => (i === at ? byte ^ 1 : byte));
      expect(unpackTar(changed).problem, `byte ${at}`).toBeDefined();
    }
    const last = Uint8Array.from(whole, (byte, i) => (i === whole.length - 1 ? 1 : byte));
    expect(unpackTar(last).problem).toEqual({ at: whole.length - 1, place: "what follows the last file" });
  });

  it("says where it was cut off, and that something was put behind it", () => {
    const whole = packTar(files);
    expect(unpackTar(whole.subarray(0, 2100)).problem?.place).toBe("events.ndjson: the archive was cut off");
    expect(unpackTar(whole.subarray(0, whole.length - 1)).problem).toBeDefined();
    expect(unpackTar(Buffer.concat([whole, Buffer.alloc(512)])).problem).toBeDefined();
    expect(unpackTar(Buffer.alloc(0)).problem).toBeDefined();
  });

  it.each(["../up", "/root", "a//b", "", "a".repeat(101), "with space"])("has no file named %j", (name) => {
    expect(() => packTar([{ name, bytes: Buffer.alloc(1) }])).toThrow();
  });
});
