import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { parseClockRule } from "../../../electron/engine/telemetry/clock.ts";
import { ClockSurvey } from "../../../electron/engine/telemetry/clocks/clock-survey.ts";
import { importContent } from "../../../electron/engine/telemetry/content-import.ts";
import { EventSink } from "../../../electron/engine/telemetry/columns/event-sink.ts";
import type { CsvMapping } from "../../../electron/engine/telemetry/csv/csv-mapping.ts";
import type { Wanted } from "../../../electron/engine/telemetry/detect/record-kind.ts";
import { FilesImport } from "../../../electron/engine/telemetry/import-files-run.ts";
import { defaultLimits, UnpackBudget } from "../../../electron/engine/telemetry/readers/limits.ts";
import { FileReport, RejectLog } from "../../../electron/engine/telemetry/records/file-report.ts";
import type { ImportedFile, RejectSample } from "../../../shared/contract/telemetry.ts";
import { fixture } from "../../engine/telemetry-support.ts";
import { fuzzTarget, type FuzzTarget } from "../fuzz-target.ts";
import { mutatedBytes, mutatedJson } from "../mutate.ts";
import { storedZip, tarOf } from "../archives.ts";

const read = (name: string): Buffer => readFileSync(fixture(name));

const quiet = (): void => undefined;

export interface Reading {
  readonly files: readonly ImportedFile[];
  readonly rejects: readonly RejectSample[];
}

/** One import that never ends: files are read into it one after another, and what was kept is counted and let go. */
export function openImport(wanted: Wanted = "auto", mapping?: CsvMapping) {
  const sink = new EventSink(undefined, quiet);
  return {
    sink,
    read: async (path: string, name: string): Promise<Reading> => {
      const rejects = new RejectLog();
      const clock = parseClockRule("declared");
      const budget = new UnpackBudget(defaultLimits);
      const run = new FilesImport({
        sink,
        rejects,
        clock,
        content: { wanted, mapping },
        budget,
        checkCancelled: quiet,
        readPhysical: quiet,
      });
      await run.importFile({ path, displayName: name, bytes: statSync(path).size });
      run.clockProposals();
      return { files: run.reports.map((report) => report.toImportedFile()), rejects: rejects.samples };
    },
    /** The content alone, without a file: what lies within a container. */
    readBytes: async (bytes: Buffer, name: string): Promise<Reading> => {
      const rejects = new RejectLog();
      const report = new FileReport(name, rejects);
      sink.fileNo += 1;
      await importContent(
        Readable.from([bytes]),
        { wanted, mapping },
        {
          sink,
          report,
          clock: parseClockRule("declared"),
          clocks: new ClockSurvey(),
          maxRecordBytes: defaultLimits.maxRecordBytes,
          checkCancelled: quiet,
        },
      );
      return { files: [report.toImportedFile()], rejects: rejects.samples };
    },
    close: () => sink.close(),
  };
}

/** Nothing is lost: what was read is kept, known and left aside, or rejected with line and reason. */
export function checkCounts({ files, rejects }: Reading): void {
  for (const file of files) {
    const aside = Object.values(file.unmapped).reduce((sum, n) => sum + n, 0);
    if (file.mapped + file.rejected + aside !== file.records)
      throw new Error(`${file.name}: ${file.mapped} + ${file.rejected} + ${aside} are not ${file.records}`);
    const reasons = Object.values(file.rejectReasons).reduce((sum, n) => sum + n, 0);
    if (reasons !== file.rejected) throw new Error(`${file.name}: ${file.rejected} rejects have ${reasons} reasons`);
  }
  for (const { file, line, reason } of rejects)
    if (file === "" || line < 1 || reason === "") throw new Error("a reject names no place or reason");
}

const byLine = /^(?:zeek|ocsf|cloudtrail|suricata|windows|linux|mixed)-json$/;

/** The records of a text of lines, counted by themselves, are all accounted for. */
function checkLines(file: ImportedFile | undefined, bytes: Buffer): void {
  if (file === undefined || file.error !== undefined || /UTF-/.test(file.formatReason)) return;
  const lines = bytes
    .toString("latin1")
    .split("\n")
    .map((line) => line.replace(/\r+$/, ""))
    .filter((line) => line !== "");
  const isJson = byLine.test(file.format) && file.formatReason.startsWith("JSON lines");
  const filled = lines.filter((line) => /[^ \t\v\f\r]/.test(line)).length;
  if (isJson && file.records !== filled) throw new Error(`${file.records} records of ${filled} lines`);
  if (file.format !== "zeek-tsv") return;
  const rows = lines.filter((line) => !line.startsWith("#")).length;
  if (file.records < rows || file.records > lines.length)
    throw new Error(`${file.records} records of ${rows} rows in ${lines.length} lines`);
}

const linesOf = (names: readonly string[]): unknown[] =>
  names.flatMap((name) =>
    read(name)
      .toString("utf8")
      .trim()
      .split("\n")
      .map((line): unknown => JSON.parse(line)),
  );

interface Source {
  readonly name: string;
  readonly file: string;
  readonly seeds: readonly string[];
  /** Of JSON lines, whose records are also changed as values. */
  readonly records: readonly string[];
  readonly tokens: readonly string[];
}

const sources: readonly Source[] = [
  {
    name: "zeek",
    file: "conn.log",
    seeds: ["conn.log", "http.log", "dns.log", "ssl.log", "files.log", "changing-header.log", "open_conn.log", "conn.json.log"],
    records: ["zeek-many.ndjson"],
    tokens: [
      "#separator \\x09\n",
      "#fields\tts\tuid\n",
      "#path\tconn\n",
      "#set_separator\t,\n",
      "#unset_field\t-\n",
      "\\x5c",
      "(empty)",
      "1772438400.0",
    ],
  },
  {
    name: "windows",
    file: "events.ndjson",
    seeds: ["windows-nxlog.ndjson", "windows-getwinevent.json", "windows-other-shapes.ndjson", "windows-winlogbeat.ndjson"],
    records: ["windows-nxlog.ndjson", "windows-other-shapes.ndjson", "windows-winlogbeat.ndjson", "windows-wrong-clock.ndjson"],
    tokens: ["EventID", "<Event xmlns=", "<![CDATA[", "&#x0;", "&lt;", "/Date(1)/", "S-1-5-21-", "ParentProcessGuid"],
  },
  {
    name: "cloudtrail",
    file: "trail.json",
    seeds: ["cloudtrail-records.json", "cloudtrail-shipped.ndjson"],
    records: ["cloudtrail-shipped.ndjson"],
    tokens: ['{"Records":[', "userIdentity", "arn:aws:iam::", "eventTime"],
  },
  {
    name: "suricata",
    file: "eve.json",
    seeds: ["suricata-eve.json"],
    records: ["suricata-eve.json"],
    tokens: ["event_type", "flow", "2026-03-02T08:00:00.000000+0000", '"alert":{'],
  },
  {
    name: "ocsf",
    file: "events.ndjson",
    seeds: ["ocsf-events.ndjson"],
    records: ["ocsf-events.ndjson"],
    tokens: ["class_uid", "4001", "time", "metadata"],
  },
  {
    name: "linux",
    file: "auth.log",
    seeds: ["auditd.log", "syslog-auth.log", "syslog-yearless.log", "linux-collected.ndjson"],
    records: ["linux-collected.ndjson"],
    tokens: ["type=EXECVE msg=audit(1772438400.100:501): ", "argc=99999999", "a0=", "sudo: ", "Feb 30 25:61:61 ", "<34>1 ", "node="],
  },
];

function telemetryTarget({ name, file, seeds, records, tokens }: Source): FuzzTarget {
  return fuzzTarget<Buffer>({
    name: `telemetry-${name}`,
    quickCases: 75,
    boundMs: 10_000,
    says: "file",
    open: () => {
      const opened = openImport();
      const values = fc
        .array(mutatedJson(linesOf(records)), { minLength: 1, maxLength: 4 })
        .map((list) => Buffer.from(list.map((value) => JSON.stringify(value)).join("\n")));
      return {
        inputs: fc.oneof(mutatedBytes(seeds.map(read), tokens), values),
        take: async (bytes) => {
          const outcome = await opened.readBytes(bytes, file);
          checkCounts(outcome);
          checkLines(outcome.files[0], bytes);
        },
        close: opened.close,
      };
    },
  });
}

const container = fuzzTarget<Buffer>({
  name: "containers",
  quickCases: 75,
  boundMs: 10_000,
  says: "file",
  open: (root) => {
    const path = join(root, "logs.bin");
    const opened = openImport();
    const [conn, dns] = [read("conn.log"), read("dns.log")];
    const members = [
      { name: "conn.log", bytes: conn },
      { name: "logs/dns.log", bytes: gzipSync(dns) },
    ];
    const seeds = [gzipSync(conn), storedZip(members), tarOf(members), gzipSync(tarOf(members))];
    return {
      inputs: mutatedBytes(seeds, [
        "PK\x01\x02",
        "PK\x03\x04",
        "PK\x05\x06",
        "\x1f\x8b\x08",
        "ustar\0",
        "77777777777\0",
        "path=../../x\n",
        "29 path=../../../../tmp/out\n",
      ]),
      take: async (bytes) => {
        writeFileSync(path, bytes);
        checkCounts(await opened.read(path, "logs.bin"));
      },
      close: opened.close,
    };
  },
});

export const telemetryTargets: readonly FuzzTarget[] = [...sources.map(telemetryTarget), container];
