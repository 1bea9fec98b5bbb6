import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { noTestData, testData } from "../unit-support/test-data.ts";
import { importHere, type Row, storedRows, tempFolder } from "./telemetry-support.ts";

const data = (...parts: string[]): string => testData("telemetry", ...parts) ?? "";
const at = (iso: string): number => Date.parse(iso) * 1000;

describe.skipIf(noTestData("telemetry", "zeek"))("recorded Zeek logs", () => {
  it("give the same events from TSV and from JSON", async () => {
    using temp = tempFolder();
    const read = async (file: string): Promise<Row[]> => {
      const rows = await storedRows(temp.path, await importHere(temp.path, [data("zeek/rita_http_24h", file)]));
      return (rows["http_activity"] ?? []).map(({ record_no: _no, raw_data: _raw, ...rest }) => rest);
    };
    const tsv = await read("http.tsv.log.gz");
    const json = await read("http.json.log.gz");
    const key = (row: Row): string => JSON.stringify(Object.entries(row).filter(([name]) => name !== "event_no"));
    expect(tsv).toHaveLength(27_204);
    expect(json.map(key).toSorted()).toEqual(tsv.map(key).toSorted());
  });

  it("of the proxy capture hold the CONNECT requests under the name asked for", async () => {
    using temp = tempFolder();
    const outcome = await importHere(temp.path, [data("zeek/rita_proxy")]);
    expect(outcome.manifest.classes).toEqual({ network_activity: 870, http_activity: 407, dns_activity: 942 });
    const http = (await storedRows(temp.path, outcome))["http_activity"] ?? [];
    const beacon = http.filter(
      (r) => r["src_endpoint_ip"] === "10.136.0.18" && r["http_request_url_hostname"] === "www.honestimnotevil.com",
    );
    expect(beacon).toHaveLength(397);
    expect(
      beacon.every((r) => r["is_proxied"] === true && r["dst_endpoint_ip"] === "10.136.0.16" && r["http_request_url_port"] === 443),
    ).toBe(true);
  });

  it("of the combined stream hold every record, kinds not kept by name", async () => {
    using temp = tempFolder();
    const { manifest } = await importHere(temp.path, [data("zeek/apt29_day1/combined_zeek.log.gz")]);
    expect(manifest.files[0]).toMatchObject({
      records: 2140,
      mapped: 613 + 378 + 62 + 53,
      rejected: 0,
      unmapped: { files: 448, x509: 378, dce_rpc: 123, pe: 1 },
    });
    expect(manifest.timeRange?.from).toBeGreaterThan(at("2020-04-30T00:06:38Z"));
    expect(manifest.timeRange?.to).toBeLessThan(at("2020-04-30T00:45:01Z"));
  });

  it("with seconds since their start need the rule that says so", async () => {
    using temp = tempFolder();
    const log = data("zeek/ctu_labeled/001-zeek-scenario-malicious/conn.log");
    await expect(importHere(temp.path, [log])).rejects.toThrow(/992 rejected records .*start:<ISO time> may apply/);
    const { manifest } = await importHere(temp.path, [log], { clock: "start:2017-03-08T13:47:04Z" });
    expect(manifest.files[0]).toMatchObject({ mapped: 992, rejected: 0 });
  });

  it("made to test importers are read, or refused with the reason", async () => {
    using temp = tempFolder();
    const { manifest } = await importHere(temp.path, [data("zeek/rita_format_fixtures")]);
    const errors = Object.fromEntries(
      manifest.files.filter((f) => f.error !== undefined).map((f) => [f.name.split("/").slice(1).join("/"), f.error]),
    );
    expect(Object.keys(errors)).toEqual(["GROUND_TRUTH.md", "text_file/conn.log", "truncated/conn_top.log"]);
    expect(errors["text_file/conn.log"]).toMatch(/plain text/);
    expect(errors["truncated/conn_top.log"]).toMatch(/no #fields line before the first row/);
    const rejected = manifest.files.filter((f) => f.rejected > 0).map((f) => [f.name.split("/").slice(1).join("/"), f.rejected]);
    expect(rejected).toEqual([
      ["has_unknown_field/http.log", 1],
      ["truncated/conn.log", 1],
      ["truncated/conn_json.log", 1],
    ]);
    expect(
      manifest.files
        .filter((f) => /\/open_[a-z]+\.[^/]+$/.test(f.name))
        .every((f) => f.mapped > 0 && f.logType?.startsWith("open_") === true),
    ).toBe(true);
  });
});

const Labels = z.object({ malicious_processes: z.array(z.object({ guid: z.string() }).loose()) });

describe.skipIf(noTestData("telemetry", "windows"))("recorded Windows events", () => {
  it.each([
    ["01", "logonpasswords", "2023-08-16T04:54:30.987Z", "2023-08-16T04:56:51.823Z"],
    ["06", "outflank-dumpert", "2023-09-06T05:45:02.103Z", "2023-09-06T05:47:37.579Z"],
  ])("of campaign %s are moved to UTC as a whole and hold the labelled processes", async (number, tool, from, to) => {
    using temp = tempFolder();
    const folder = `windows/lsass_campaign_${number}`;
    const outcome = await importHere(temp.path, [data(folder, `metasploit_${tool}_lsass_memory_dump.zip`)]);
    expect(outcome.manifest.clock).toMatch(/^declared; [a-z0-9.]+ \+19:00:00$/);
    const span = (outcome.manifest.timeRange?.to ?? 0) - (outcome.manifest.timeRange?.from ?? 0);
    expect(span).toBeLessThan(20 * 60_000_000);
    const launches = ((await storedRows(temp.path, outcome))["process_activity"] ?? []).filter((r) => r["metadata_event_code"] === "1");
    const labelled = new Set(
      Labels.parse(JSON.parse(readFileSync(data(folder, "labels.json"), "utf8"))).malicious_processes.map((p) =>
        p.guid.replace(/[{}]/g, "").toLowerCase(),
      ),
    );
    const found = launches.filter((r) => labelled.has(String(r["process_uid"])));
    expect(found.length).toBeGreaterThanOrEqual(5);
    const times = found.map((r) => Date.parse(String(r["time"]))).toSorted((a, b) => a - b);
    expect(times[0]).toBeGreaterThanOrEqual(Date.parse(from) - 1000);
    expect(times.at(-1)).toBeLessThanOrEqual(Date.parse(to) + 1000);
  });

  it("in a pretty-printed array without host or channel are Sysmon's", async () => {
    using temp = tempFolder();
    const { manifest } = await importHere(temp.path, [data("windows/eqllib_json_array/sysmon-atomic-red-team.json.gz")]);
    expect(manifest.files[0]).toMatchObject({ records: 19_882, rejected: 0 });
    expect(Object.keys(manifest.files[0]?.unmapped ?? {}).every((kind) => kind.startsWith("Sysmon "))).toBe(true);
    expect(manifest.classes).toMatchObject({
      process_activity: 435 + 431 + 5004 + 1,
      module_activity: 5309,
      network_activity: 23,
      file_activity: 60,
    });
    expect(manifest.timeRange?.from).toBeGreaterThanOrEqual(at("2018-12-04T00:31:05Z"));
  });

  it("from several collectors are all read", async () => {
    using temp = tempFolder();
    const archives = [
      "collection/msf_record_mic.zip",
      "persistence/covenant_persistwmi.tar.gz",
      "execution/psh_powershell_httplistener.zip",
      "defense_evasion/cmd_netsh_fw_mod_open_ports.zip",
    ];
    const { manifest } = await importHere(
      temp.path,
      archives.map((a) => data("windows/otrf_atomic", a)),
    );
    expect(manifest.files.filter((f) => f.error !== undefined || f.rejected > 0)).toEqual([]);
    expect(manifest.files.reduce((n, f) => n + f.records, 0)).toBeGreaterThan(9000);
  });

  it("of the Log Analytics exports are read, and syslog is refused by its keys", async () => {
    using temp = tempFolder();
    const { manifest } = await importHere(temp.path, [data("windows/log4shell")]);
    const read = manifest.files.filter((f) => f.mapped > 0).map((f) => f.records);
    expect(read).toEqual([39, 487]);
    const refused = manifest.files.filter((f) => f.error !== undefined && f.name.includes("!"));
    expect(refused).toHaveLength(2);
    expect(refused.every((f) => f.error?.includes("none of its first 50 records is a Zeek or Windows event") === true)).toBe(true);
  });
});
