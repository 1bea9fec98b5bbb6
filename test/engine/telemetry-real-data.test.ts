import { readFileSync } from "node:fs";
import { isIP } from "node:net";
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
    expect(outcome.manifest.classes).toEqual({
      network_activity: 870 + 173,
      http_activity: 407,
      dns_activity: 942,
      dhcp_activity: 57,
      network_file_activity: 194,
    });
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
      mapped: 613 + 378 + 62 + 53 + 448 + 378 + 60,
      rejected: 0,
      unmapped: { dce_rpc: 123, pe: 1 },
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

  it("of the Log Analytics exports are read, Sysmon's and the audit daemon's of Linux too", async () => {
    using temp = tempFolder();
    const outcome = await importHere(temp.path, [data("windows/log4shell")]);
    const read = outcome.manifest.files.filter((f) => f.records > 0).map((f) => [f.format, f.records, f.rejected]);
    expect(read).toEqual([
      ["windows-json", 39, 0],
      ["linux-json", 50, 0],
      ["windows-json", 93, 0],
      ["windows-json", 487, 0],
    ]);
    const launches = (await storedRows(temp.path, outcome))["process_activity"] ?? [];
    const shell = launches.filter((r) => r["device_hostname"] === "ubuntu5" && String(r["process_cmd_line"]).startsWith("bash -c {echo,"));
    const audited = launches.filter((r) => r["metadata_product_name"] === "auditd" && r["status_id"] === 1);
    expect(shell.map((r) => [r["process_user_name"], r["process_pid"]])).toEqual([["tomcat", 17_790]]);
    expect(audited).toHaveLength(27);
    expect(audited.some((r) => r["process_pid"] === 17_790 && String(r["process_cmd_line"]).includes("{base64,-d}"))).toBe(true);
  });
});

const CloudLabels = z.object({ malicious_event_ids: z.array(z.string()) });

describe.skipIf(noTestData("telemetry", "cloudtrail"))("recorded CloudTrail", () => {
  it("whose eventTime was lost is dated by the shipper and holds the labelled calls", async () => {
    using temp = tempFolder();
    const outcome = await importHere(temp.path, [data("cloudtrail/otrf_s3_exfil/ec2_proxy_s3_exfiltration.zip")]);
    expect(outcome.manifest.files.at(-1)).toMatchObject({ records: 103, mapped: 103, format: "cloudtrail-json" });
    const calls = (await storedRows(temp.path, outcome))["api_activity"] ?? [];
    const labelled = new Set(
      CloudLabels.parse(JSON.parse(readFileSync(data("cloudtrail/otrf_s3_exfil/labels.json"), "utf8"))).malicious_event_ids,
    );
    const found = calls.filter((r) => labelled.has(String(r["metadata_uid"])));
    expect(found).toHaveLength(11);
    expect(new Set(found.map((r) => r["actor_user_credential_uid"]))).toEqual(new Set(["ASIA5FLZVX4OPVKKVBMX"]));
    expect(Object.groupBy(found, (r) => String(r["api_operation"]))).toMatchObject({
      ListBuckets: { length: 2 },
      ListObjects: { length: 7 },
    });
    expect([outcome.manifest.timeRange?.from, outcome.manifest.timeRange?.to]).toEqual([
      at("2020-09-14T00:44:20Z"),
      at("2020-09-14T01:13:20Z"),
    ]);
  });

  it("with odd regions and padded addresses is read whole", async () => {
    using temp = tempFolder();
    const outcome = await importHere(temp.path, [data("cloudtrail/stratus_detonation")]);
    const read = outcome.manifest.files.filter((f) => f.records > 0);
    expect(read).toHaveLength(18);
    expect(read.reduce((n, f) => n + f.mapped, 0)).toBe(142);
    const rows = Object.values(await storedRows(temp.path, outcome)).flat();
    expect(rows.every((r) => typeof r["metadata_uid"] === "string" && typeof r["api_operation"] === "string")).toBe(true);
    const addresses = rows.map((r) => r["src_endpoint_ip"]).filter((ip) => typeof ip === "string");
    expect(rows.some((r) => /"sourceIPAddress": ?"0\d\d\./.test(String(r["raw_data"])))).toBe(true);
    expect(addresses.length).toBeGreaterThan(50);
    expect(addresses.filter((ip) => isIP(ip) === 0)).toEqual([]);
  });
});

describe.skipIf(noTestData("telemetry", "suricata"))("recorded Suricata events", () => {
  it("all have a class", async () => {
    using temp = tempFolder();
    const { manifest } = await importHere(temp.path, [data("suricata/cdmcs_lab/eve.json")]);
    expect(manifest.files[0]).toMatchObject({ records: 314, mapped: 314, format: "suricata-json" });
    expect(manifest.classes).toEqual({
      network_activity: 79 + 73,
      dns_activity: 118,
      http_activity: 5,
      detection_finding: 33,
      network_file_activity: 5,
      ssh_activity: 1,
    });
  });
});

describe.skipIf(noTestData("telemetry", "ocsf", "mappings"))("published OCSF events", () => {
  it.each([
    ["AWS/v1.1.0/CloudTrail/API Activity/samples/generic_api_activity.ocsf", "api_activity", "1.1.0"],
    ["AWS/v1.1.0/Route53/samples/route53.ocsf", "dns_activity", "1.1.0"],
    ["AWS/v1.5.0/VPC Flowlogs/samples/vpcflowlog.ocsf", "network_activity", "1.5.0"],
    ["AWS/v1.1.0/Security Hub/Detection Finding/samples/sechub-guardduty.ocsf", "detection_finding", "1.1.0"],
    ["Zeek/v1.3.0/ftp_log/samples/ftp_log.ocsf", "ftp_activity", "1.3.0"],
    ["Zeek/v1.3.0/rdp_log/samples/rdp_log.ocsf", "rdp_activity", "1.3.0"],
  ])("%s keeps its class and version", async (file, className, version) => {
    using temp = tempFolder();
    const outcome = await importHere(temp.path, [data("ocsf/mappings/markdown", file)]);
    const rows = (await storedRows(temp.path, outcome))[className] ?? [];
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every((r) => r["metadata_version"] === version)).toBe(true);
  });

  it("of a class without a table are counted, from JSON and from Parquet alike", async () => {
    using temp = tempFolder();
    const folder = data("ocsf/mappings/markdown/SSC/samples");
    await expect(importHere(temp.path, [folder])).rejects.toThrow(/holds only kinds that are not kept \(OCSF 2001 Security Finding\)/);
  });

  it.each(["conn_log", "dns_log", "ftp_log", "http_log", "rdp_log", "smtp_log", "ssh_log", "ssl_log"])(
    "and Zeek's %s give the same class and the same endpoints",
    async (log) => {
      using temp = tempFolder();
      const read = async (suffix: string): Promise<(readonly [string, unknown, unknown, unknown])[]> => {
        const file = data(`ocsf/mappings/markdown/Zeek/v1.3.0/${log}/samples/${log}.${suffix}`);
        const text = temp.file(`${log}.${suffix}`, readFileSync(file, "utf8").replaceAll(/ \/\/ .*$/gm, ""));
        const rows = await storedRows(temp.path, await importHere(temp.path, [text]));
        return Object.entries(rows).flatMap(([name, list]) =>
          list.map((r) => [name, r["src_endpoint_ip"], r["dst_endpoint_ip"], r["dst_endpoint_port"]] as const),
        );
      };
      expect(await read("raw")).toEqual(await read("ocsf"));
    },
  );
});
