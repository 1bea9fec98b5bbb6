import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { parseCsvMapping } from "../../../electron/engine/telemetry/csv/csv-mapping.ts";
import { parseClockRule } from "../../../electron/engine/telemetry/clock.ts";
import { importIceberg } from "../../../electron/engine/telemetry/iceberg/iceberg-import.ts";
import { defaultLimits } from "../../../electron/engine/telemetry/readers/limits.ts";
import { RejectLog } from "../../../electron/engine/telemetry/records/file-report.ts";
import { runTableTask } from "../../../electron/engine/telemetry/mapping/table-task.ts";
import { fixture } from "../../engine/telemetry-support.ts";
import { craftTable, long, parquetBytes, positions, text } from "../../engine/iceberg-writer.ts";
import { fuzzTarget, type FuzzTarget } from "../fuzz-target.ts";
import { mutatedBytes, mutatedJsonText, mutatedText } from "../mutate.ts";
import { checkCounts, openImport } from "./telemetry.ts";

const flows = readFileSync(fixture("flows.csv"));
const mapping = readFileSync(fixture("flows-mapping.json"), "utf8");
const mappings = [
  JSON.parse(mapping) as unknown,
  {
    class: "dns_activity",
    delimiter: ",",
    time: { column: "t", format: "pattern", pattern: "dd/MM/yyyy HH:mm:ss", zone: "Europe/Berlin" },
    columns: { query_hostname: { from: "q" } },
  },
];

const csv = fuzzTarget<{ readonly bytes: Buffer; readonly look: boolean }>({
  name: "csv",
  quickCases: 60,
  boundMs: 10_000,
  says: "file",
  open: (root) => {
    const path = join(root, "flows.csv");
    const opened = openImport("csv", parseCsvMapping(mapping));
    const bytes = mutatedBytes(
      [flows, Buffer.from('a;b;"c\nd"\r\n1;2;3\r\n;;\r\n')],
      ['""', '";"', "\r", "2026-03-02T08:00:00Z", ";;;;;;"],
    );
    return {
      inputs: fc.record({ bytes, look: fc.nat(9).map((n) => n === 0) }),
      take: async ({ bytes: content, look }) => {
        if (!look) return checkCounts(await opened.readBytes(content, "flows.csv"));
        writeFileSync(path, content);
        const paths = [{ path, displayName: "flows.csv" }];
        return runTableTask({ t: "propose", paths, file: undefined, class: undefined, layout: {} }, () => undefined);
      },
      close: opened.close,
    };
  },
});

const mappingFiles = fuzzTarget<{ readonly text: string; readonly clock: string }>({
  name: "mapping",
  quickCases: 60,
  boundMs: 10_000,
  says: "field",
  open: (root) => {
    const path = join(root, "flows.csv");
    writeFileSync(path, flows);
    const clock = mutatedText(["declared", "utc", "offset:+01:00", "start:2026-03-02T08:00:00Z", "epoch:ms", "zone:Europe/Berlin"]);
    return {
      inputs: fc.record({
        text: mutatedJsonText(mappings, ["Europe/Berlin", "yyyy-MM-dd", "SSSSSS", "src_endpoint.ip", "time"]),
        clock: fc.oneof(fc.constant("declared"), clock),
      }),
      take: async ({ text: given, clock: rule }) => {
        parseClockRule(rule);
        const parsed = parseCsvMapping(given);
        const rows = await runTableTask(
          {
            t: "preview",
            paths: [{ path, displayName: "flows.csv" }],
            file: undefined,
            mapping: JSON.stringify(parsed),
            rows: 5,
            clock: rule,
          },
          () => undefined,
        );
        return rows;
      },
    };
  },
});

const parquet = fuzzTarget<Buffer>({
  name: "parquet",
  quickCases: 60,
  boundMs: 10_000,
  says: "file",
  open: () => {
    const opened = openImport();
    const columns = [text(1, "host", ["a", "b", null, "a"]), long(2, "class_uid", [4001n, 4001n, 1n, null])];
    const seeds = [columns, columns.slice(0, 1), [...columns, long(3, "time", [1_772_438_400_000n, 0n, -1n, 1n])]].map(parquetBytes);
    return {
      inputs: mutatedBytes(seeds, ["PAR1", "\xff\xff\xff\x7f", "\x00\x00\x00\x80"]),
      take: async (bytes) => {
        checkCounts(await opened.readBytes(bytes, "a.parquet"));
      },
      close: opened.close,
    };
  },
});

const first = { id: "9007199254740993", timeMs: 1_767_225_600_000 };

const iceberg = fuzzTarget<{ readonly file: number; readonly edit: (bytes: readonly Buffer[]) => Buffer }>({
  name: "iceberg",
  quickCases: 40,
  boundMs: 10_000,
  says: "file",
  open: async (root) => {
    const table = await craftTable(join(root, "t"), {
      schemas: [
        [
          { id: 1, name: "host", type: "string" },
          { id: 2, name: "class_uid", type: "long" },
        ],
      ],
      snapshots: [
        {
          ...first,
          files: [
            { path: "data/a.parquet", sequence: 1, columns: [text(1, "host", ["a", "b"]), long(2, "class_uid", [4001n, 1n])] },
            { path: "data/d.parquet", sequence: 2, content: 1, columns: positions("s3a://lake/events/data/a.parquet", [1]) },
          ],
        },
      ],
    });
    const files = readdirSync(table, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted();
    const opened = openImport();
    const originals = files.map((path) => readFileSync(path));
    // Which file is damaged is drawn with its damage, so that a smaller failing case stays one of the same file.
    const inputs = fc.nat(files.length - 1).chain((file) =>
      mutatedBytes(
        [originals[file] ?? Buffer.alloc(0)],
        ["s3a://lake/events/../../x", "file:///etc/passwd", "../../../out", '"type":"record"', "Obj\x01"],
      ).map((bytes) => ({
        file,
        edit: () => bytes,
      })),
    );
    return {
      inputs,
      take: async ({ file, edit }) => {
        const path = files[file] ?? "";
        writeFileSync(path, edit(originals));
        try {
          const rejects = new RejectLog();
          const { reports } = await importIceberg(
            { path: table, displayName: "t" },
            {},
            {
              sink: opened.sink,
              rejects,
              clock: parseClockRule("declared"),
              mapping: undefined,
              maxRecordBytes: defaultLimits.maxRecordBytes,
              checkCancelled: () => undefined,
              willRead: () => () => undefined,
            },
          );
          checkCounts({ files: reports.map((report) => report.toImportedFile()), rejects: rejects.samples });
        } finally {
          writeFileSync(path, originals[file] ?? Buffer.alloc(0));
        }
      },
      close: opened.close,
    };
  },
});

export const tableTargets: readonly FuzzTarget[] = [csv, mappingFiles, parquet, iceberg];
