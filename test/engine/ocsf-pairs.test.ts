import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { compiledSchema, problemsOf } from "../unit-support/ocsf-schema.ts";
import { noTestData, testData } from "../unit-support/test-data.ts";
import { importHere, type Row, storedRows, tempFolder } from "./telemetry-support.ts";

const zeek = (version: string, log: string): string => `Zeek/${version}/${log}_log/samples/${log}_log`;
const calls = (version: string): string => `AWS/${version}/CloudTrail/API Activity/samples/generic_api_activity`;
const logins = (version: string): string => `AWS/${version}/CloudTrail/Authentication/samples/authentication`;

/** Published pairs of a record and the OCSF event it should become, of sources that are mapped here. */
const pairs = [
  ...["conn", "dns", "ftp", "http", "rdp", "smtp", "ssh", "ssl"].map((log) => zeek("v1.3.0", log)),
  ...["conn", "x509"].map((log) => zeek("v1.4.0", log)),
  ...["v1.1.0", "v1.5.0"].map(calls),
  ...["v1.0.0-rc.2", "v1.1.0", "v1.5.0"].map(logins),
];

/** Where what is stored differs from the published event, in which logs, and why. */
const deviations: Readonly<Record<string, { readonly of: readonly string[]; readonly why: string }>> = {
  time: {
    of: ["conn_log", "dns_log", "ftp_log", "http_log", "rdp_log", "smtp_log", "ssh_log", "ssl_log", "x509_log"],
    why: "the published events were dated by hand: no record of Zeek's says that time",
  },
  metadata_logged_time: {
    of: ["conn_log", "dns_log", "ftp_log", "http_log", "rdp_log", "smtp_log", "ssh_log", "ssl_log", "x509_log"],
    why: "made up by the same hand; the records hold no such time",
  },
  status_id: {
    of: ["authentication", "conn_log", "ftp_log", "generic_api_activity", "http_log", "smtp_log", "ssh_log", "ssl_log", "x509_log"],
    why: "said here where the record tells of success or failure",
  },
  status_code: { of: ["http_log", "smtp_log"], why: "the reply's own code" },
  connection_info_uid: {
    of: ["conn_log", "dns_log", "ftp_log", "http_log", "rdp_log", "ssh_log", "ssl_log"],
    why: "Zeek's uid is the connection's; the published events have it as metadata.uid alone",
  },
  connection_info_protocol_name: {
    of: ["ftp_log", "rdp_log", "ssh_log", "ssl_log"],
    why: "HTTP's relatives run over TCP, which the published events leave out",
  },
  connection_info_direction_id: { of: ["conn_log"], why: "0 says nothing; it is filled where it is asked for" },
  direction_id: { of: ["smtp_log"], why: "as connection_info_direction_id" },
  duration: { of: ["conn_log", "dns_log"], why: "OCSF counts milliseconds; the published events have Zeek's seconds" },
  activity_id: {
    of: ["dns_log", "smtp_log", "ssl_log"],
    why: "an answered query is Traffic, a relayed mail Send, a failed handshake Fail; the published events are generic or silent",
  },
  actor_user_name: { of: ["ftp_log"], why: "who logged in to FTP" },
  file_name: { of: ["ftp_log"], why: "the published event takes the argument of PORT for a file" },
  http_response_content_type: { of: ["http_log"], why: "known from the file that was seen" },
  is_proxied: { of: ["http_log"], why: "Zeek says that the request went by a proxy" },
  src_endpoint_agent_list_name: {
    of: ["rdp_log", "ssh_log"],
    why: "the published event has a fixed text, the record the client's own name",
  },
  dst_endpoint_agent_list_name: { of: ["ssh_log"], why: "as src_endpoint_agent_list_name" },
  email_subject: { of: ["smtp_log"], why: "told by the record" },
  email_to: { of: ["smtp_log"], why: "email_t is an address; the published event has the name beside it" },
  app_name: { of: ["ssl_log"], why: "the protocol inside" },
  tls_certificate_serial_number: { of: ["ssl_log"], why: 'the published event has the text "NULL"' },
  tls_certificate_fingerprint: { of: ["ssl_log"], why: 'the published event has the text "NULL"' },
  tls_certificate_created_time: { of: ["x509_log"], why: "the published event has times of another form, out of range" },
  tls_certificate_expiration_time: { of: ["x509_log"], why: "as tls_certificate_created_time" },
  tls_certificate_sans: { of: ["x509_log"], why: "told by the record" },
  tls_key_length: { of: ["x509_log"], why: "told by the record" },
  metadata_uid: { of: ["x509_log"], why: "the certificate's fingerprint: an x509 record has no other id" },
  metadata_log_name: { of: ["authentication", "x509_log"], why: "the log, or CloudTrail's category of events" },
  metadata_event_code: { of: ["authentication"], why: "CloudTrail's eventType" },
  user_name: { of: ["authentication"], why: "told by the record" },
  user_uid: { of: ["authentication"], why: "the ARN, as OCSF's later mapping of CloudTrail has it" },
  user_uid_alt: { of: ["authentication"], why: "the principal's id, as above" },
  actor_user_uid: { of: ["authentication"], why: "as user_uid" },
  actor_user_uid_alt: { of: ["authentication"], why: "as user_uid_alt" },
  actor_user_account_uid: { of: ["authentication"], why: "told by the record" },
  is_mfa: { of: ["authentication"], why: "told by the record" },
  service_name: { of: ["authentication"], why: "the service that was signed in to, which OCSF requires unless there is a destination" },
  cloud_account_uid: { of: ["authentication", "generic_api_activity"], why: "the account that was called" },
  api_request_uid: { of: ["authentication"], why: "two quotes are no id" },
};

/** Quarry's own columns, and what names the two ways of reading. */
const own = new Set(["event_no", "file_no", "record_no", "raw_data", "metadata_version", "metadata_product_name"]);

/** As published, without comments and the commas before a closing bracket. */
const textOf = (pair: string, suffix: "raw" | "ocsf"): string =>
  readFileSync(testData("telemetry", "ocsf", "mappings", "markdown", `${pair}.${suffix}`) ?? "", "utf8")
    .replaceAll(/ \/\/ .*$/gm, "")
    .replaceAll(/,(\s*[}\]])/g, "$1");

async function read(pair: string, suffix: "raw" | "ocsf"): Promise<readonly Row[]> {
  using temp = tempFolder();
  const file = temp.file(`${pair.slice(pair.lastIndexOf("/") + 1)}.${suffix}`, textOf(pair, suffix));
  const rows = await storedRows(temp.path, await importHere(temp.path, [file]));
  return Object.entries(rows).flatMap(([name, list]) => list.map((row) => ({ ...row, class: name })));
}

/** What the published events themselves do not keep to. */
const faultsIn130 = {
  conn_log: [],
  dns_log: ["activity_id: missing", "connection_info.direction_id: missing", "response_time: wrong value", "type_uid: missing"],
  ftp_log: [],
  http_log: ["http_request.x_forwarded_for: no list", "message: wrong value"],
  rdp_log: [],
  smtp_log: ["email.to: wrong value"],
  ssh_log: [],
  ssl_log: [],
};
const faultsIn150 = { generic_api_activity: [], authentication: [": none of service, dst_endpoint", "user: missing"] };

const Published = z.record(z.string(), z.unknown());

describe.skipIf(noTestData("telemetry", "ocsf", "mappings"))("a record and the OCSF event published for it", () => {
  const used = new Set<string>();

  it.each(pairs)("%s: agree, but for what has a reason", async (pair) => {
    const file = pair.slice(pair.lastIndexOf("/") + 1);
    const [ours, theirs] = [await read(pair, "raw"), await read(pair, "ocsf")];
    expect(ours.length).toBe(theirs.length);
    let same = 0;
    for (const [i, row] of ours.entries()) {
      const other = theirs[i] ?? {};
      for (const name of new Set([...Object.keys(row), ...Object.keys(other)])) {
        if (own.has(name)) continue;
        if (row[name] === other[name]) same += 1;
        else used.add(`${name} ${file}`);
        if (row[name] !== other[name] && deviations[name]?.of.includes(file) !== true) expect(row[name], name).toEqual(other[name]);
      }
      expect(row["class"]).toBe(other["class"]);
    }
    expect(same).toBeGreaterThanOrEqual(ours.length * 6);
  });

  it("differ for no reason in the table that nothing needs", () => {
    const named = Object.entries(deviations).flatMap(([name, { of }]) => of.map((file) => `${name} ${file}`));
    expect(named.filter((each) => !used.has(each))).toEqual([]);
  });

  it("of a class that is no longer there are counted, not guessed at", async () => {
    await expect(read(calls("v1.0.0-rc.2"), "ocsf")).rejects.toThrow(/OCSF 3005 API Activity/);
  });
});

describe.skipIf(noTestData("telemetry", "ocsf", "mappings"))("a published OCSF event against its own version", () => {
  it.each([
    ["1.3.0", pairs.filter((p) => p.includes("v1.3.0")), faultsIn130],
    ["1.5.0", pairs.filter((p) => p.includes("v1.5.0")), faultsIn150],
  ] as const)("%s has only the faults that are known", (version, of, faults) => {
    const schema = compiledSchema(version);
    const found = of.map((pair) => {
      const text = textOf(pair, "ocsf").trim();
      const events = z.array(Published).parse(JSON.parse(text.startsWith("[") ? text : `[${text.replaceAll(/}\s*\n\s*{/g, "},{")}]`));
      const faultsOf = events.flatMap((event) => {
        const name = Object.entries(schema?.classes ?? {}).find(([, c]) => c.uid === event["class_uid"])?.[0] ?? "";
        return schema === undefined ? [] : problemsOf(schema, name, event);
      });
      return [pair.slice(pair.lastIndexOf("/") + 1), [...new Set(faultsOf)]];
    });
    expect(Object.fromEntries(found)).toEqual(faults);
  });
});
