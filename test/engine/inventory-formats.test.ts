import { describe, expect, it } from "vitest";
import { AppError } from "../../shared/contract/errors.ts";
import { leaseReading } from "../../electron/engine/inventory/lease-events.ts";
import { parseInventory } from "../../electron/engine/inventory/parse-inventory.ts";

const parse = (text: string | Uint8Array, name = "export", clock?: string) =>
  parseInventory(typeof text === "string" ? Buffer.from(text) : text, name, "auto", leaseReading({ clock }));
const utf16 = (text: string, mark = true): Uint8Array =>
  Buffer.concat([Buffer.from(mark ? [0xff, 0xfe] : []), Buffer.from(text, "utf16le")]);
const firstFields = (text: string | Uint8Array, clock?: string) =>
  Object.fromEntries(parse(text, "export", clock).records[0]?.fields ?? []);

const graphUsers = JSON.stringify(
  {
    "@odata.context": "https://graph.example/users",
    value: [
      {
        id: "73d664e4-0886-4a73-b745-c694da45ddb4",
        userPrincipalName: "ada@corp.example",
        displayName: "Ada L",
        accountEnabled: true,
        jobTitle: "Analyst",
        passwordProfile: { forceChange: true },
      },
    ],
  },
  null,
  2,
);
const oktaUsers = JSON.stringify([
  {
    id: "00u1",
    status: "ACTIVE",
    lastUpdated: "2026-03-01T00:00:00.000Z",
    profile: { login: "ada@corp.example", email: "ada@corp.example", firstName: "Ada", lastName: "L", employeeNumber: "E1" },
    credentials: { provider: { type: "OKTA" } },
  },
]);
const windowsLog = `\t\tMicrosoft DHCP Service Activity Log\r\n\r\nEvent ID  Meaning\r\n00\tThe log was started.\r\n10\tA new IP address was leased to a client.\r\n\r\nID,Date,Time,Description,IP Address,Host Name,MAC Address,User Name, TransactionID, QResult,Probationtime, CorrelationID,Dhcid,VendorClass(Hex),VendorClass(ASCII),UserClass(Hex),UserClass(ASCII),RelayAgentInformation,DnsRegError.\r\n24,03/01/26,00:00:00,Database Cleanup Begin,,,,,0,6,,,,,,,,,0\r\n10,03/01/26,09:00:00,Assign,10.0.0.5,ws-1.corp.example,001A2B000001,,1,0,,,,,,,,,0\r\n12,03/01/26,10:00:00,Release,10.0.0.5,ws-1.corp.example,001A2B000001,,1,0,,,,,,,,,0\r\n30,03/01/26,10:00:01,DNS Update Request,10.0.0.5,ws-1,,,0,6,,,,,,,,,0\r\n`;
const iscLeases = `# The format of this file is documented in dhcpd.leases(5)\nlease 10.0.0.5 {\n  starts 0 2026/03/01 06:00:00;\n  ends 0 2026/03/01 14:00:00;\n  binding state active;\n  hardware ethernet 00:1a:2b:00:00:01;\n  client-hostname "ws-1";\n}\nlease 10.0.0.6 {\n  starts epoch 1772344848; # Sun Mar 01\n  ends never;\n  binding state abandoned;\n}\nlease 10.0.0.7 {\n  starts 0 2026/03/01 06:00:00;\n`;
const ldif = `version: 1\n\n# Ada\ndn: CN=Ada L,OU=Users,DC=corp,DC=example\nobjectClass: top\nobjectClass: user\nsAMAccountName: ada\ndisplayName:: QWRhIEzDqQ==\ndescription: a long\n  line\nunicodePwd:: AAAA\nwhenChanged: 20260301060048.0Z\n\ndn: CN=WS-1,OU=Computers,DC=corp,DC=example\nobjectClass: computer\nsAMAccountName: WS-1$\ndNSHostName: ws-1.corp.example\n`;

describe("what a file is", () => {
  it.each([
    [
      "objectGUID,objectSid,sAMAccountName,userPrincipalName,mail\ng,S-1-5-21-1-2-3-1100,ada,ada@c.example,\n",
      "directory",
      "Active Directory",
    ],
    ['DN,objectClass,cn,sAMAccountName,memberOf\n"CN=Ada,DC=c",user,Ada,ada,"CN=A;CN=B"\n', "directory", "Active Directory"],
    [ldif, "directory", "Active Directory"],
    [
      "userPrincipalName,displayName,surname,id,userType,jobTitle,accountEnabled\nada@c.example,Ada,L,73d6,Member,Analyst,True\n",
      "idp",
      "Entra ID users",
    ],
    [graphUsers, "idp", "Entra ID users"],
    ["displayName,deviceId,operatingSystem,trustType,isCompliant\nWS-1,d1,Windows,AzureAd,True\n", "idp", "Entra ID devices"],
    ["id,displayName,securityEnabled,mailEnabled,groupTypes\ng1,Admins,True,False,\n", "idp", "Entra ID groups"],
    ["id,login,email,firstName,lastName,employeeNumber\n00u1,ada@c.example,ada@c.example,Ada,L,E1\n", "idp", "Okta users"],
    [oktaUsers, "idp", "Okta users"],
    [
      "sys_id,sys_class_name,name,serial_number,assigned_to,sys_updated_on\na,cmdb_ci_computer,ws-1,SN1,Ada,2026-03-01 06:00:00\n",
      "cmdb",
      "ServiceNow",
    ],
    [
      "Name,Class,Serial number,Assigned to,Owned by,Support group,Business criticality,Operational status,Updated\nws-1,Computer,SN1,Ada,Bob,Desk,1 - most critical,Operational,2026-03-01 06:00:00\n",
      "cmdb",
      "ServiceNow",
    ],
    ['{"result":[{"sys_id":"a","name":"ws-1","assigned_to":"Ada","sys_updated_on":"2026-03-01 06:00:00"}]}', "cmdb", "ServiceNow"],
    [
      '{"ts":1772344848.5,"uids":["C1"],"mac":"00:1a:2b:00:00:01","assigned_addr":"10.0.0.5","lease_time":3600.0,"msg_types":["REQUEST","ACK"]}\n',
      "dhcp",
      "Zeek dhcp.log",
    ],
    [windowsLog, "dhcp", "Windows DHCP audit log"],
    [iscLeases, "dhcp", "ISC dhcpd.leases"],
    ["hostname,owner,ip\nws-1,Ada,10.0.0.5\n", "cmdb", "table"],
  ])("shows in its content: %#", (text, kind, format) => {
    const parsed = parse(text, "export.bin", "utc");
    expect([parsed.kind, parsed.details.format]).toEqual([kind, format]);
    expect(parsed.details.formatReason.length).toBeGreaterThan(20);
    expect(parsed.records.length).toBeGreaterThan(0);
  });

  it("is asked for, not guessed, when nothing fits", () => {
    expect(() => parse("colour,taste\nred,sweet\n")).toThrow(/say which it is/);
  });
});

describe("what a file says", () => {
  it("comes out under the same names whatever the product calls it", () => {
    expect(firstFields(oktaUsers)).toMatchObject({ upn: "ada@corp.example", givenName: "Ada", employeeId: "E1", enabled: "ACTIVE" });
    expect(firstFields(graphUsers)).toMatchObject({ upn: "ada@corp.example", title: "Analyst", enabled: "true" });
    expect(firstFields(ldif)).toMatchObject({ sam: "ada", displayName: "Ada Lé", description: "a long line", objectClass: "top;user" });
    expect(
      firstFields(
        "Name,Assigned to,Owned by,Managed by,Supported by,Support group,Asset tag,Operational status\nws-1,Ada,B,C,D,Desk,P1,1\n",
      ),
    ).toMatchObject({ owner: "Ada", ownedBy: "B", managedBy: "C", supportedBy: "D", supportGroup: "Desk", assetTag: "P1", status: "1" });
  });

  it("is dated by the rows where they tell", () => {
    expect(parse(ldif).newestChange).toBe(Date.UTC(2026, 2, 1, 6, 0, 48) * 1000);
    expect(parse("sys_id,name,sys_updated_on\na,ws-1,2026-03-01 06:00:00\nb,ws-2,2199-01-01 00:00:00\n").newestChange).toBe(
      Date.UTC(2026, 2, 1, 6) * 1000,
    );
  });

  it("needs the server's zone where a log has local times, and is shifted by nothing else", () => {
    expect(() => parse(windowsLog)).toThrow(/local time without a zone/);
    expect(parse(windowsLog, "x", "utc").newestChange).toBe(Date.UTC(2026, 2, 1, 10, 0, 1) * 1000);
    expect(parse(utf16(windowsLog), "x", "offset:+02:00").newestChange).toBe(Date.UTC(2026, 2, 1, 8, 0, 1) * 1000);
    expect(parse(windowsLog, "x", "utc")).toMatchObject({ rejected: 0 });
    expect(parse(iscLeases).rejects).toMatchObject([{ line: 14, reason: "the lease is not closed" }]);
  });
});

const secretsGone = (text: string | Uint8Array, secret: string) => {
  const parsed = parse(text);
  expect(JSON.stringify([parsed.records.map((record) => [...record.fields]), parsed.rejects])).not.toContain(secret);
  return parsed.details.dropped.map((one) => [one.column, one.cells]);
};

describe("secrets", () => {
  const people = (column: string, values: readonly string[]): string =>
    `sAMAccountName,objectSid,${column}\n${values.map((value, i) => `u${i},S-1-5-21-1-2-3-${1100 + i},"${value}"`).join("\n")}\n`;

  it.each([
    ["notes", "{SSHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g="],
    ["extensionAttribute3", "$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW"],
    ["dump", "aad3b435b51404eeaad3b435b51404ee:8846f7eaee8fb117ad06bdd830b7586c"],
    ["hash", "8846f7eaee8fb117ad06bdd830b7586c"],
    ["crypt", "$6$rounds=5000$salt$abcdefgh"],
    ["key", "-----BEGIN RSA PRIVATE KEY----- MIIE"],
  ])("in a column called %s are dropped for what they look like", (column, value) => {
    expect(secretsGone(people(column, [value, value]), value.slice(-12))).toEqual([[column, null]]);
  });

  it("in single cells of a useful column cost only those cells", () => {
    expect(secretsGone(people("description", ["temp, password: Hunter22!", "Finance", "Sales"]), "Hunter22")).toEqual([["description", 1]]);
  });

  it("are not quoted from rows that are torn, and identifiers are not taken for them", () => {
    expect(
      secretsGone(
        "sAMAccountName,objectSid,Password\nada,S-1-5-21-1-2-3-1100\nbob,S-1-5-21-1-2-3-1101,x,Hunter22!\nzoe,S-1-5-21-1-2-3-1102,y\n",
        "Hunter22",
      ),
    ).toEqual([["Password", null]]);
    const ids = "9039e787b2a44402ad8483dc0b8a47ac";
    expect(parse(`sys_id,name,location_id,assigned_to\n${ids},ws-1,${ids},${ids}\n`).details.dropped).toEqual([]);
    expect(parse(utf16(people("pwdLastSet", ["132000000000000000"]), false)).details.dropped).toEqual([]);
  });
});

describe("hostile exports", () => {
  it("keep formulas as text and say so, repeat no column, and cut no row off silently", () => {
    const parsed = parse('\ufeffname,owner,owner,\r\nws-1,"=HYPERLINK(""http://x"")",Bob,\r\nws-2,Ada,Eve,\r\nws-3,Ada\r\n');
    expect(parsed.details.mapping.map((one) => one.column)).toEqual(["name", "owner", "owner (2)", "column 4"]);
    expect(parsed.records.map((record) => record.fields.get("owner"))).toEqual(['=HYPERLINK("http://x")', "Ada"]);
    expect(parsed.rejects.map((one) => [one.line, one.reason])).toEqual([[4, "2 columns instead of 4"]]);
    expect(parsed.details.notes).toHaveLength(2);
  });

  it("reject a row with a cell of a megabyte and read the rest", () => {
    const parsed = parse(`name,owner\nws-1,${"A".repeat(1_000_000)}\nws-2,Ada\n`);
    expect(parsed.records).toHaveLength(1);
    expect(parsed.rejects[0]).toMatchObject({ line: 2, reason: "owner is longer than 65536 characters" });
    expect(parsed.rejects[0]?.excerpt.length).toBeLessThanOrEqual(120);
  });

  it("cannot reach beyond their own fields, and never fail otherwise than by saying why", () => {
    const parsed = parse('[{"name":"ws-1","owner":"Ada","__proto__":{"x":1},"constructor":"c"}]');
    expect(parsed.records[0]?.fields.get("constructor")).toBe("c");
    expect(Object.hasOwn(Object.prototype, "x")).toBe(false);
    for (const text of [
      "{",
      "[",
      "{}",
      "[]",
      "[1,2]",
      "lease {",
      "dn: x",
      "#separator",
      'name,owner\n"',
      "\u{1f4a9}",
      '{"value":[]}',
      "ID,Date,Time,\n",
    ])
      try {
        parse(text);
      } catch (error) {
        expect([text, error instanceof AppError]).toEqual([text, true]);
      }
  });

  it("in Windows-1252 keep their letters", () => {
    const parsed = parse(Buffer.from("name,owner\nws-1,Zo\xeb\n", "latin1"));
    expect(parsed.records[0]?.fields.get("owner")).toBe("Zoë");
    expect(parsed.details.notes).toEqual(["not UTF-8; read as Windows-1252"]);
  });
});
