import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { CancelledError } from "../../../../shared/contract/errors.ts";
import { sha256 } from "../../hash.ts";
import { ClassTable } from "./class-table.ts";
import type { WrittenSegment } from "./encode-segment.ts";
import { SegmentWriter } from "./segment-writer.ts";

const dir = mkdtempSync(join(tmpdir(), "quarry-segments-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function fill(table: ClassTable, rows: number, seed: number): void {
  const [time, port, ip, duration] = [
    table.int64("time"),
    table.int32("dst_endpoint_port"),
    table.text("src_endpoint_ip"),
    table.double("duration"),
  ];
  const raw = Buffer.from("an original record");
  for (let row = 0; row < rows; row++) {
    time.put(1_767_225_600_000_000 + row);
    if (row % 3 === 0) port.put((row + seed) % 65_536);
    if (row % 2 === 0) ip.put(`10.0.${seed}.${row % 250}`);
    if (row % 5 === 0) duration.put(row / 8);
    table.raw.putBytes(raw, 0, raw.length);
    table.endRow();
  }
}

function writeAll(writer: SegmentWriter, name: string, isSmall: boolean): WrittenSegment[] {
  const table = new ClassTable("network_activity");
  const segments: WrittenSegment[] = [];
  for (let i = 0; i < 6; i++) {
    fill(table, 400 + i, i);
    writer.write(table, join(dir, `${name}-${i}`), isSmall, (segment) => (segments[i] = segment));
    table.clear();
  }
  writer.finish();
  return segments;
}

describe("the writer of segments", () => {
  it("writes the same bytes in place and on its thread, and names each file's own digest", async () => {
    const inPlace = writeAll(new SegmentWriter(() => undefined), "in-place", true);
    const writer = new SegmentWriter(() => undefined);
    const beside = writeAll(writer, "beside", false);
    await writer.close();
    expect(beside).toEqual(inPlace);
    expect(new Set(beside.map((s) => s.sha256)).size).toBe(6);
    for (const [i, segment] of beside.entries()) expect(sha256(readFileSync(join(dir, `beside-${i}`)))).toBe(segment.sha256);
  });

  it("fails as the encoding fails, on either thread", async () => {
    const writer = new SegmentWriter(() => undefined);
    const table = new ClassTable("network_activity");
    fill(table, 10, 1);
    const missing = join(dir, "no-such-folder", "segment");
    expect(() => writer.write(table, missing, true, () => undefined)).toThrow(/ENOENT/);
    writer.write(table, missing, false, () => undefined);
    expect(() => writer.finish()).toThrow(/ENOENT/);
    await writer.close();
  });

  it("stops waiting when the import is cancelled", async () => {
    let isCancelled = false;
    const writer = new SegmentWriter(() => {
      if (isCancelled) throw new CancelledError();
    });
    const table = new ClassTable("network_activity");
    fill(table, 20_000, 1);
    writer.write(table, join(dir, "cancelled"), false, () => undefined);
    isCancelled = true;
    expect(() => writer.finish()).toThrow(CancelledError);
    await writer.close();
  });
});
