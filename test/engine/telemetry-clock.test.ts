import { describe, expect, it } from "vitest";
import type { ClockProposal } from "../../shared/contract/clock.ts";
import { runInspection } from "../../electron/engine/telemetry/run-import.ts";
import { noTestData, testData } from "../unit-support/test-data.ts";
import { fixture, importHere, storedRows, tempFolder } from "./telemetry-support.ts";

const hooks = { checkCancelled: () => undefined, progress: () => undefined, building: () => undefined };

async function proposals(path: string, clock = "declared"): Promise<readonly ClockProposal[]> {
  const paths = [{ path, displayName: path.slice(path.lastIndexOf("/") + 1) }];
  return (await runInspection({ paths, source: "", format: "auto", clock }, hooks)).clockProposals;
}

const data = (...parts: string[]): string => testData("telemetry", ...parts) ?? "";
const ndjson = (records: readonly object[]): string => records.map((r) => `${JSON.stringify(r)}\n`).join("");
const clockAt = (i: number): string => new Date(Date.UTC(2026, 2, 2, 8, 0, i)).toISOString();

const nxlog = Array.from({ length: 30 }, (_, i) => ({
  EventID: 4624,
  SourceName: "Microsoft-Windows-Security-Auditing",
  Hostname: "ws1",
  EventTime: clockAt(i).slice(0, 19).replace("T", " "),
  EventReceivedTime: clockAt(i + 2)
    .slice(0, 19)
    .replace("T", " "),
  "@timestamp": clockAt(i + 2 + 4 * 3600),
}));

describe("a rule for the clock", () => {
  it("is proposed by the inspection, kept with the snapshot, and the same every time", async () => {
    using temp = tempFolder();
    const file = temp.file("conn.log", "#separator \\x09\n#path\tconn\n#open\t2026-03-02-08-00-00\n#fields\tts\tuid\n12.5\tC1\n13.5\tC2\n");
    expect(await proposals(file)).toMatchObject([{ file: "conn.log", kind: "seconds-since-start", rule: "start:2026-03-02T08:00:00Z" }]);
    await expect(importHere(temp.path, [file])).rejects.toThrow(/--clock start:2026-03-02T08:00:00Z may mend it: 2 of 2 times/);
    const clock = { clock: "start:2026-03-02T08:00:00Z" };
    const first = await importHere(temp.path, [file], clock);
    expect(first.manifest.clockProposals).toMatchObject([{ kind: "seconds-since-start", applied: true }]);
    expect((await importHere(temp.path, [file], clock)).snapshotId).toBe(first.snapshotId);
  });

  it("mends what it was proposed for: microseconds taken for seconds", async () => {
    using temp = tempFolder();
    const ts = Date.UTC(2026, 2, 2, 8) * 1000;
    const file = temp.file("conn.log", ndjson([{ ts, uid: "C1", "id.orig_h": "10.0.0.1", _path: "conn" }]));
    const [proposal] = await proposals(file);
    expect(proposal).toMatchObject({ kind: "epoch-unit", rule: "epoch:us", k: 1, n: 1 });
    const { manifest } = await importHere(temp.path, [file], { clock: proposal?.rule ?? "" });
    expect(manifest.timeRange).toEqual({ from: ts, to: ts });
  });

  it("inferred record by record is told, and undone by a rule that says otherwise", async () => {
    using temp = tempFolder();
    const file = temp.file("events.json", ndjson(nxlog));
    const [proposal, ...more] = await proposals(file);
    expect(more).toEqual([]);
    expect(proposal).toMatchObject({ kind: "zoneless-local", rule: "offset:-04:00", applied: true, k: 30, n: 30 });
    const from = async (clock: string): Promise<number | undefined> =>
      (await importHere(temp.path, [file], { clock })).manifest.timeRange?.from;
    const eight = Date.UTC(2026, 2, 2, 8) * 1000;
    expect(await from("declared")).toBe(eight + 4 * 3_600_000_000);
    expect(await from("offset:-04:00")).toBe(eight + 4 * 3_600_000_000);
    expect(await from("utc")).toBe(eight);
  });

  it("is asked for where syslog names no year", async () => {
    expect(await proposals(fixture("syslog-yearless.log"))).toMatchObject([{ kind: "yearless", rule: null, applied: false }]);
    expect(await proposals(fixture("syslog-yearless.log"), "start:2025-12-01T00:00:00Z")).toMatchObject([{ applied: true }]);
    const [mixed] = await proposals(fixture("syslog-auth.log"));
    expect(mixed).toMatchObject({ kind: "yearless", k: 1 });
    expect(mixed?.n).toBeGreaterThan(5);
  });
});

describe.skipIf(noTestData("telemetry", "windows"))("the clocks of recorded telemetry", () => {
  it.each([
    ["01", "logonpasswords", 38, "-134:14:40"],
    ["06", "outflank-dumpert", 42, "-13:53:51"],
  ])(
    "of campaign %s: local time on a 12-hour clock, called UTC, and network events with a clock of their own",
    async (number, tool, n, drift) => {
      const found = await proposals(data(`windows/lsass_campaign_${number}/metasploit_${tool}_lsass_memory_dump.zip`));
      expect(found[0]).toMatchObject({ kind: "twelve-hour", rule: "offset:-19:00", applied: true, k: n, n, confidence: "strong" });
      expect(found[0]?.evidence).toMatch(
        /UtcTime \+19:00:00 .*names another zone, which is no zone, but is UTC-07:00 on a 12-hour clock after noon$/,
      );
      const network = found.find((p) => p.kind === "own-clock-drift" && p.evidence.includes("events 3 "));
      expect(network?.k).toBe(network?.n);
      expect(network?.evidence).toContain(drift);
    },
  );

  it("of NXLog: local time without a zone, taken into account", async () => {
    const found = await proposals(data("windows/otrf_atomic/collection/msf_record_mic.zip"));
    expect(found).toMatchObject([{ kind: "zoneless-local", rule: "offset:-04:00", applied: true, k: 2043, n: 2043 }]);
  });

  it("of Sysmon's own UTC alone: nothing to propose", async () => {
    expect(await proposals(data("windows/eqllib_json_array/sysmon-atomic-red-team.json.gz"))).toEqual([]);
  });

  it("of CTU's capture: seconds since it began, dated by the log's opening and never 1970", async () => {
    using temp = tempFolder();
    const log = data("zeek/ctu_labeled/001-zeek-scenario-malicious/conn.log");
    const [proposal] = await proposals(log);
    expect(proposal).toMatchObject({
      kind: "seconds-since-start",
      rule: "start:2017-03-08T13:47:04Z",
      k: 992,
      n: 992,
      confidence: "likely",
    });
    const outcome = await importHere(temp.path, [log], { clock: proposal?.rule ?? "" });
    const rows = (await storedRows(temp.path, outcome))["network_activity"] ?? [];
    expect(rows.every((r) => String(r["time"]).startsWith("2017-03-08T1"))).toBe(true);
  });

  it("of a capture without a header: that they count from a start, which a person must tell", async () => {
    const found = (await proposals(data("zeek/slips_mixed_unlabelled"))).filter((p) => p.kind === "seconds-since-start");
    expect(found.map((p) => [p.file.split("/").at(-1), p.rule, p.k === p.n])).toEqual(
      ["conn.log", "dhcp.log", "dns.log", "files.log.gz", "http.log.gz", "ssl.log", "x509.log"].map((name) => [name, null, true]),
    );
  });

  it("of files that were recorded two years apart: that they do not meet", async () => {
    const found = await proposals(data("zeek/rita_proxy"));
    expect(found.map((p) => [p.kind, p.k, p.n])).toEqual([
      ["other-period", 4, 7],
      ["other-period", 4, 7],
      ["other-period", 4, 7],
    ]);
    expect(found.every((p) => p.evidence.startsWith("its events lie 720 days"))).toBe(true);
  });

  it("of CloudTrail whose eventTime was lost: whose time it is", async () => {
    const found = await proposals(data("cloudtrail/otrf_s3_exfil/ec2_proxy_s3_exfiltration.zip"));
    expect(found).toMatchObject([{ kind: "shipper-time", k: 103, n: 103, applied: true, rule: null }]);
  });
});
