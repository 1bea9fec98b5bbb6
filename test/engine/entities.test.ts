import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { explainPair, listConflicts } from "../../electron/engine/resolution/explain.ts";
import { describeEntity, resolutionStatus } from "../../electron/engine/resolution/describe-entity.ts";
import { createEntityNames } from "../../electron/engine/resolution/entity-names.ts";
import { entityCalled, entityRef, searchEntities } from "../../electron/engine/resolution/find-entity.ts";
import { decideOverride } from "../../electron/engine/operations/entity-overrides.ts";
import { retireInventory } from "../../electron/engine/operations/retire-inventory.ts";
import { EntityEstate, hourUs, noonUs, type Sheet } from "./entity-support.ts";

const march = "2026-03-01T00:00:00Z";
const sid = (rid: number, domain = 1): string => `S-1-5-21-${domain}-2-3-${rid}`;
const guid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

const users = (...lines: string[]): Sheet => ({
  kind: "directory",
  source: "ad",
  asOf: march,
  lines: ["objectGUID|objectSid|sAMAccountName|userPrincipalName|mail|givenName|sn|employeeID|objectClass|distinguishedName", ...lines],
});
const user = (n: number, sam: string, rest = "|||||user", dc = "DC=corp,DC=example"): string => {
  const [upn = "", mail = "", given = "", surname = "", employee = "", type = "user"] = rest.split("|");
  return [guid(n), sid(n), sam, upn, mail, given, surname, employee, type, `CN=${sam},${dc}`].join("|");
};
const computers = (source: string, asOf: string, ...lines: string[]): Sheet => ({
  kind: "directory",
  source,
  asOf,
  lines: ["objectGUID|objectSid|sAMAccountName|dNSHostName|objectClass|distinguishedName", ...lines],
});
const computer = (n: number, name: string): string =>
  [guid(n), sid(n), `${name}$`, `${name}.corp.example`, "computer", `CN=${name},DC=corp,DC=example`].join("|");
const cmdb = (...lines: string[]): Sheet => ({
  kind: "cmdb",
  source: "cmdb",
  asOf: march,
  lines: ["sys_id|name|fqdn|serial_number|mac_address|ip_address|assigned_to|agent_id|default_gateway", ...lines],
});
const dhcp = (...lines: string[]): Sheet => ({
  kind: "dhcp",
  source: "dhcp",
  asOf: march,
  lines: ["ts|mac|host_name|assigned_addr|lease_time|msg_types", ...lines],
});
const lease = (at: string, mac: string, host: string, ip: string): string => [at, mac, host, ip, "7200", "ACK"].join("|");

describe("records of one thing", () => {
  it("are joined by what only it has, across sources and versions, and say why", () => {
    const estate = new EntityEstate([
      computers("computers", march, computer(1, "ws-1")),
      cmdb("c1|WS-1|ws-1.corp.example|SN1|00:1a:2b:00:00:01||||"),
    ]);
    estate.resolve();
    const host = entityCalled(estate.db, "host:fqdn:ws-1.corp.example", noonUs);
    const detail = describeEntity(estate.db, host, noonUs);
    expect(detail.entityRecords.map((record) => record.kind)).toEqual(["cmdb", "directory"]);
    expect(detail.identifiers.map((one) => one.family)).toEqual(expect.arrayContaining(["sid", "guid", "fqdn", "serial", "mac"]));
    const asked = (kind: string) => ({
      entity: host,
      records: new Set(detail.entityRecords.filter((record) => record.kind === kind).map((record) => record.id)),
    });
    const why = explainPair(estate.db, asked("cmdb"), asked("directory"));
    expect(why).toMatchObject({
      outcome: "one",
      confidence: 0.99,
      path: [{ rule: "shared-identifier", key: "host:fqdn:ws-1.corp.example", order: 1 }],
    });
    estate.close();
  });

  it("an account, its person and the person's other account are three things, linked", () => {
    const estate = new EntityEstate([
      users(user(1, "ang", "ang@corp.example|a.ng@corp.example|Alice|Ng|E1|user"), user(2, "ang-adm", "||Alice|Ng|E1|user")),
      cmdb("c1|ws-1||SN1|||a.ng@corp.example||"),
    ]);
    estate.resolve();
    const account = entityCalled(estate.db, `account:sid:${sid(1)}`, noonUs);
    const links = describeEntity(estate.db, account, noonUs).links.map(({ type, direction, other }) => [type, direction, other?.label]);
    expect(links).toEqual(
      expect.arrayContaining([
        ["HAS_ACCOUNT", "in", "Alice Ng"],
        ["SAME_PERSON", "out", "ang-adm"],
      ]),
    );
    const person = entityCalled(estate.db, "person:employee:e1", noonUs);
    expect(describeEntity(estate.db, person, noonUs).links).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ type: "OWNED_BY", direction: "in", other: entityCalled(estate.db, "serial:sn1", noonUs) }),
      ]),
    );
    estate.close();
  });
});

describe("records of different things are never joined", () => {
  it("by a placeholder serial number or a docking station's MAC", () => {
    const dock = "00:1a:2b:00:00:99";
    const estate = new EntityEstate([
      cmdb(`c1|ws-1||To Be Filled By O.E.M.|${dock}||||`, `c2|ws-2||To Be Filled By O.E.M.|${dock}||||`),
      computers("computers", march, computer(1, "ws-1"), computer(2, "ws-2")),
    ]);
    expect(estate.who("host", "ws-1")).not.toBe(estate.who("host", "ws-2"));
    expect(estate.mention("mac", dock)).toMatchObject({ outcome: "HOLD" });
    expect(resolutionStatus(estate.db, estate.resolve()).generics).toEqual([
      { key: `mac:${dock}`, records: 2, why: "2 devices have it at once" },
    ]);
    const [one, other] = ["ws-1", "ws-2"].map((name) => estate.mention("host", name));
    if (one?.outcome !== "RESOLVED" || other?.outcome !== "RESOLVED") throw new Error("both are hosts");
    expect(explainPair(estate.db, { entity: one.entity, records: new Set() }, { entity: other.entity, records: new Set() }).text).toContain(
      "tells nobody from others",
    );
    estate.close();
  });

  it("by a name that passed on: a computer set up again, a principal name given to somebody else", () => {
    const estate = new EntityEstate([
      computers("computers", march, computer(1, "ws-1")),
      computers("computers", "2026-03-10T00:00:00Z", computer(9, "ws-1")),
      users(user(3, "jdoe", "j.doe@corp.example|||||user")),
      { ...users(user(4, "jdoe2", "j.doe@corp.example|||||user")), asOf: "2026-03-10T00:00:00Z" },
    ]);
    const later = Date.parse("2026-03-12T00:00:00Z") * 1000;
    const [before, now] = [noonUs, later].map((at) => estate.mention("host", "ws-1.corp.example", {}, at));
    expect([before?.outcome, now?.outcome]).toEqual(["RESOLVED", "RESOLVED"]);
    const [old, fresh] = [sid(1), sid(9)].map((key) => entityCalled(estate.db, `account:sid:${key}`, key === sid(1) ? noonUs : later));
    expect(before).toMatchObject({ entity: { id: old?.id } });
    expect(now).toMatchObject({ entity: { id: fresh?.id } });
    expect(old?.id).not.toBe(fresh?.id);
    if (fresh === undefined) throw new Error("it is there");
    expect(describeEntity(estate.db, fresh, later).links).toEqual([
      expect.objectContaining({ type: "REPLACES", direction: "out", other: old }),
    ]);
    expect(estate.who("account", "j.doe@corp.example", {}, noonUs)).toBe("jdoe");
    expect(estate.who("account", "j.doe@corp.example", {}, later)).toBe("jdoe2");
    estate.close();
  });

  it("by a principal name that two SIDs have at once, which is held and kept as a conflict", () => {
    const estate = new EntityEstate([
      users(user(1, "a", "x@corp.example|||||user")),
      { ...users(user(2, "b", "x@corp.example|||||user")), source: "other forest" },
    ]);
    expect(estate.mention("account", "x@corp.example")).toMatchObject({ outcome: "HOLD", candidates: [{}, {}] });
    expect(listConflicts(estate.db, { kind: "generic", limit: 10, offset: 0 })).toMatchObject({
      total: 1,
      conflicts: [{ key: "account:upn:x@corp.example" }],
    });
    estate.close();
  });

  it("for sharing a name with a host whose SID is another; what the CMDB row belongs to is decided once and kept as a conflict", () => {
    const estate = new EntityEstate([
      computers("computers", march, computer(1, "ws-1")),
      computers("computers", "2026-03-10T00:00:00Z", computer(9, "ws-1")),
      cmdb("c1|ws-1|ws-1.corp.example|SN1|||||"),
    ]);
    estate.resolve();
    const fresh = entityCalled(estate.db, `account:sid:${sid(9)}`, Date.parse("2026-03-12T00:00:00Z") * 1000);
    expect(describeEntity(estate.db, fresh, noonUs).entityRecords.map((record) => record.kind)).toEqual(["cmdb", "directory"]);
    expect(listConflicts(estate.db, { kind: "exclusive", limit: 10, offset: 0 }).conflicts[0]?.text).toContain("each has a SID of its own");
    estate.close();
  });

  it("for being two people of one name, or one login in two domains", () => {
    const estate = new EntityEstate([
      users(user(1, "jsmith", "||Jo|Smith|E1|user"), user(2, "jsmith", "||Jo|Smith|E2|user", "DC=emea,DC=corp,DC=example")),
    ]);
    expect(estate.mention("person", "Jo Smith")).toMatchObject({ outcome: "HOLD" });
    expect(estate.mention("account", "jsmith")).toMatchObject({ outcome: "HOLD" });
    expect(estate.mention("account", "CORP\\jsmith")).toMatchObject({ outcome: "RESOLVED", confidence: 0.99 });
    const [corp, emea] = ["CORP", "EMEA"].map((domain) => estate.mention("account", `${domain}\\jsmith`));
    expect(corp).not.toEqual(emea);
    estate.close();
  });
});

describe("a mention", () => {
  const dock = "00:1a:2b:00:00:99";
  const estateOf = (): EntityEstate =>
    new EntityEstate([
      users(
        user(1, "ang", "ang@corp.example|a.ng@corp.example|Alice|Ng|E1|user"),
        user(5, "svc_sql$", "|||||msDS-GroupManagedServiceAccount"),
      ),
      computers("computers", march, computer(11, "ws-1"), computer(12, "pay-server-prod1"), computer(13, "pay-server-prod2")),
      cmdb(
        "c1|ws-1|ws-1.corp.example|SN1|00:1a:2b:00:00:01|10.9.0.9||a-1|10.0.0.1",
        `c2|ws-2||SN2|${dock}||||`,
        `c3|ws-3||SN3|${dock}||||`,
      ),
      dhcp(
        lease("2026-03-02T10:00:00Z", "00:1a:2b:00:00:01", "ws-1", "10.0.0.5"),
        lease("2026-03-02T13:00:00Z", "00:1a:2b:00:00:02", "guest-laptop", "10.0.0.5"),
        lease("2026-03-02T11:00:00Z", dock, "", "10.0.0.7"),
        lease("2026-03-02T11:00:00Z", dock, "ws-3", "10.0.0.8"),
      ),
      { kind: "network", source: "nets", asOf: march, lines: ["cidr|name|nat", "10.8.0.0/16|vpn pool|true"] },
    ]);

  it("of an address is whoever held it then, and nobody once the lease is over", () => {
    const estate = estateOf();
    expect(estate.mention("ip", "10.0.0.5", {}, noonUs - hourUs)).toMatchObject({
      outcome: "RESOLVED",
      entity: { label: "ws-1.corp.example" },
      confidence: 0.97,
    });
    expect(estate.mention("ip", "10.0.0.5", {}, noonUs + hourUs / 2)).toMatchObject({
      outcome: "NONE",
      lastHolder: { label: "ws-1", entity: { label: "ws-1.corp.example" } },
    });
    expect(estate.mention("ip", "::ffff:10.0.0.5", {}, noonUs + 2 * hourUs)).toMatchObject({
      isRecorded: false,
      entity: { label: "guest-laptop" },
    });
    expect(estate.mention("ip", "10.0.0.7", {}, noonUs)).toMatchObject({ outcome: "HOLD", candidates: [{}, {}] });
    expect(estate.mention("ip", "10.0.0.8", {}, noonUs)).toMatchObject({ outcome: "RESOLVED", entity: { label: "ws-3" }, confidence: 0.8 });
    expect(estate.mention("ip", "10.9.0.9")).toMatchObject({
      entity: { label: "ws-1.corp.example" },
      confidence: 0.6,
      how: "static address in the CMDB",
    });
    estate.close();
  });

  it("of loopback, link-local, gateway, NAT and external addresses is nobody", () => {
    const estate = estateOf();
    for (const ip of [
      "127.0.0.1",
      "::1",
      "0.0.0.0",
      "169.254.10.9",
      "fe80::1",
      "255.255.255.255",
      "224.0.0.251",
      "10.0.0.1",
      "10.8.3.4",
      "203.0.113.10",
    ])
      expect(estate.mention("ip", ip), ip).toMatchObject({ outcome: "NONE" });
    estate.close();
  });

  it("of SYSTEM, Administrator or root is nobody without a host, and the host's own account with one", () => {
    const estate = estateOf();
    for (const name of ["SYSTEM", "NT AUTHORITY\\SYSTEM", "S-1-5-18", "Administrator", "root", "ANONYMOUS LOGON", "DWM-1", "-"])
      expect(estate.mention("account", name), name).toMatchObject({ outcome: "NONE" });
    const [here, there] = ["ws-1", "ws-2"].map((host) => estate.mention("account", "S-1-5-18", { host }));
    expect(here).toMatchObject({ outcome: "RESOLVED", isRecorded: false, entity: { label: "S-1-5-18 on ws-1.corp.example" } });
    expect(here).not.toEqual(there);
    expect(estate.mention("account", "NT AUTHORITY\\SYSTEM", { host: "WS-1.corp.example" })).toMatchObject({
      entity: here?.outcome === "RESOLVED" ? here.entity : {},
    });
    expect(estate.mention("account", "WS-2\\Administrator")).toMatchObject({
      isRecorded: false,
      entity: { label: "administrator on ws-2" },
    });
    estate.close();
  });

  it("of NAME$ is the host, of a managed service account the account, and of a name cut to 15 characters that two have nobody yet", () => {
    const estate = estateOf();
    expect(estate.mention("account", "CORP\\WS-1$")).toMatchObject({ entity: { type: "host", label: "ws-1.corp.example" } });
    expect(estate.mention("account", "CORP\\svc_sql$")).toMatchObject({ entity: { type: "account", label: "svc_sql$" } });
    expect(estate.mention("account", "CORP\\PAY-SERVER-PROD$")).toMatchObject({ outcome: "HOLD", candidates: [{}, {}] });
    expect(estate.who("host", "pay-server-prod1")).toBe("pay-server-prod1.corp.example");
    estate.close();
  });

  it("of a generic host name is nobody, and of a full name in another domain is not the host with the short one", () => {
    const estate = estateOf();
    for (const name of ["localhost", "iPhone", "android-dhcp", "unknown", ""])
      expect(estate.mention("host", name)).toMatchObject({ outcome: "NONE" });
    expect(estate.mention("host", "ws-1.elsewhere.example")).toMatchObject({ outcome: "NONE" });
    expect(estate.mention("host", "ws-2.corp.example")).toMatchObject({ entity: { label: "ws-2" }, confidence: 0.95 });
    estate.close();
  });

  it("of a cloud role is the role's unique id, so that a role made again under the same name is another", () => {
    const estate = estateOf();
    const [first, again] = ["AROAEXAMPLEEXAMPLE01", "AROAEXAMPLEEXAMPLE02"].map((id) => estate.mention("account", `${id}:deploy`));
    expect(first).toMatchObject({ outcome: "RESOLVED", isRecorded: false, confidence: 0.99 });
    expect(first).not.toEqual(again);
    expect(estate.mention("account", "arn:aws:sts::123456789012:assumed-role/Deploy/ci")).toMatchObject({ confidence: 0.95 });
    expect(estate.mention("agent", "A-1")).toMatchObject({ entity: { label: "ws-1.corp.example" } });
    estate.close();
  });

  it("by a login of the only domain, an address or a realm finds the account, and says how far to trust it", () => {
    const estate = estateOf();
    expect(estate.mention("account", "ang")).toMatchObject({ entity: { label: "ang" }, confidence: 0.95 });
    expect(estate.mention("account", "A.Ng@corp.example")).toMatchObject({ entity: { label: "ang" }, confidence: 0.95 });
    expect(estate.mention("account", "OTHERNAME\\ang")).toMatchObject({ entity: { label: "ang" }, confidence: 0.95 });
    expect(estate.mention("person", "E1")).toMatchObject({ entity: { type: "person", label: "Alice Ng" }, confidence: 0.99 });
    expect(estate.mention("account", "CORP\\nobody")).toMatchObject({ outcome: "NONE" });
    estate.close();
  });
});

describe("what an analyst decides", () => {
  const sheets = [
    computers("computers", march, computer(1, "ws-1")),
    cmdb("c1|WS-1|ws-1.corp.example|SN1|||||", "c2|old-laptop||SN2|||||"),
  ];
  const recordIds = (estate: EntityEstate, key: string): string[] =>
    describeEntity(estate.db, entityCalled(estate.db, key, noonUs), noonUs).entityRecords.map((record) => record.id);

  it("takes an entity apart and puts it together again, to the byte, and stays when the log is read again", () => {
    const estate = new EntityEstate(sheets);
    const before = estate.partition();
    const [a = "", b = ""] = recordIds(estate, "host:fqdn:ws-1.corp.example");
    const apart = decideOverride(estate.db, estate.book, { op: "cannot-link", a, b, why: "the name was given twice" }, "ana");
    expect(apart.touched).toHaveLength(2);
    expect(estate.partition()).toHaveLength(before.length + 1);
    estate.book.rebuild();
    expect(estate.partition()).toHaveLength(before.length + 1);
    estate.book.undo("ana", apart.decision);
    expect(estate.partition()).toEqual(before);
    expect(estate.log.verify().ok).toBe(true);
    expect(() => estate.book.undo("ana", apart.decision)).toThrow("taken back already");
    estate.close();
  });

  it("joins what shares nothing; the id that was merged away leads to the other until it is undone", () => {
    const estate = new EntityEstate(sheets);
    estate.resolve();
    const [one, other] = ["serial:sn1", "serial:sn2"].map((key) => entityCalled(estate.db, key, noonUs));
    if (one === undefined || other === undefined) throw new Error("both are hosts");
    const { decision } = decideOverride(
      estate.db,
      estate.book,
      { op: "must-link", a: one.id, b: other.id, why: "one laptop, renamed" },
      "ana",
    );
    expect(entityRef(estate.db, one.id)).toEqual(entityRef(estate.db, other.id));
    expect(searchEntities(estate.db, { text: "old-lap", limit: 5, offset: 0 }, noonUs).entities.map((entity) => entity.records)).toEqual([
      3,
    ]);
    estate.book.undo("ana", decision);
    expect(entityRef(estate.db, one.id)?.id).toBe(one.id);
    expect(entityRef(estate.db, other.id)?.id).toBe(other.id);
    estate.close();
  });

  it("splits records off, and the part with the anchor keeps the id", () => {
    const estate = new EntityEstate(sheets);
    estate.resolve();
    const whole = entityCalled(estate.db, "serial:sn1", noonUs);
    const record = describeEntity(estate.db, whole, noonUs).entityRecords.find((one) => one.kind === "cmdb")?.id ?? "";
    const cut = { op: "split" as const, entity: whole.id, records: [record.slice(0, 12)], why: "another machine" };
    const { decision } = decideOverride(estate.db, estate.book, cut, "ana");
    expect(entityCalled(estate.db, `account:sid:${sid(1)}`, noonUs).id).toBe(whole.id);
    expect(entityCalled(estate.db, "serial:sn1", noonUs).id).not.toBe(whole.id);
    expect(describeEntity(estate.db, entityCalled(estate.db, "serial:sn1", noonUs), noonUs).history.map((one) => one.op)).toContain(
      "split",
    );
    estate.book.undo("ana", decision);
    decideOverride(estate.db, estate.book, { op: "cannot-link", a: whole.id, b: record, why: "said of the whole and a part" }, "ana");
    expect(entityCalled(estate.db, "serial:sn1", noonUs).id).not.toBe(whole.id);
    estate.close();
  });

  it("makes an identifier generic or not, an owner and a criticality, each undoable", () => {
    const estate = new EntityEstate(sheets);
    estate.resolve();
    const generic = decideOverride(
      estate.db,
      estate.book,
      { op: "generic", key: "host:fqdn:ws-1.corp.example", why: "a template's name" },
      "ana",
    );
    expect(recordIds(estate, "serial:sn1")).toHaveLength(1);
    estate.book.undo("ana", generic.decision);
    expect(recordIds(estate, "serial:sn1")).toHaveLength(2);
    const host = entityCalled(estate.db, "serial:sn1", noonUs);
    decideOverride(estate.db, estate.book, { op: "criticality", entity: host.id, level: 4, why: "payroll" }, "ana");
    decideOverride(estate.db, estate.book, { op: "owner", entity: host.id, owner: "Payroll team", why: "they said so" }, "ana");
    const detail = describeEntity(estate.db, host, noonUs);
    expect(detail.criticality).toBe(4);
    expect(detail.links).toEqual([expect.objectContaining({ type: "OWNED_BY", text: "Payroll team", confidence: 0 })]);
    expect(detail.overrides.map((one) => one.op)).toEqual(["criticality", "owner"]);
    estate.close();
  });
});

describe("an anomaly", () => {
  const sheets = [
    users(user(1, "ang", "ang@corp.example|a.ng@corp.example|Alice|Ng|E1|user")),
    computers("computers", march, computer(11, "ws-1")),
    cmdb("c1|WS-1|ws-1.corp.example|SN1|||||", "c2|old-laptop||SN2|||||"),
  ];

  it("is about the entities that bore what it was made on, whichever of their names that was, also when they were described later", () => {
    const estate = new EntityEstate();
    estate.anomaly("by-sid", `account:sid:${sid(1)}`);
    estate.anomaly("by-login", "account:nt:~corp\\ang", "ip:10.0.0.5");
    estate.anomaly("by-name", "host:name:ws-1");
    for (const sheet of sheets) estate.import(sheet);
    estate.resolve();
    const account = `entity:${entityCalled(estate.db, `account:sid:${sid(1)}`, noonUs).id}`;
    expect(estate.keysOf("by-sid")).toEqual([`account:sid:${sid(1)}`, account]);
    expect(estate.keysOf("by-login")).toEqual(["account:nt:~corp\\ang", account, "ip:10.0.0.5"]);
    expect(estate.keysOf("by-name"), "a bare name is not enough").toEqual(["host:name:ws-1"]);
    const nameOf = createEntityNames(estate.db);
    const told = ["by-sid", "by-login"].map((id) => [...new Set(nameOf(estate.keysOf(id)).values())].toSorted());
    expect(told).toEqual([["account:nt:~corp\\ang"], ["account:nt:~corp\\ang", "ip:10.0.0.5"]]);
    estate.close();
  });

  it("follows its entity into a merge, and the right half out of it", () => {
    const estate = new EntityEstate(sheets);
    estate.anomaly("old", "serial:sn2");
    estate.anomaly("new", `account:sid:${sid(11)}`);
    estate.resolve();
    const [one, other] = ["serial:sn1", "serial:sn2"].map((key) => entityCalled(estate.db, key, noonUs));
    if (one === undefined || other === undefined) throw new Error("both are hosts");
    const { decision } = decideOverride(estate.db, estate.book, { op: "must-link", a: one.id, b: other.id, why: "renamed" }, "ana");
    const merged = `entity:${entityCalled(estate.db, "serial:sn2", noonUs).id}`;
    for (const id of ["old", "new"]) expect(estate.keysOf(id)).toContain(merged);
    estate.book.undo("ana", decision);
    const about = (id: string): string[] => [...new Set(estate.keysOf(id).filter((key) => key.startsWith("entity:")))];
    expect(about("old")).toEqual([`entity:${other.id}`]);
    expect(about("new")).toEqual([`entity:${one.id}`]);
    estate.close();
  });
});

/** Rows with few names, serial numbers and addresses to go round, so that they meet, contradict each other and become generic. */
const smallSheets = fc
  .uniqueArray(
    fc.record({
      kind: fc.constantFrom("users" as const, "computers" as const, "cmdb" as const),
      day: fc.integer({ min: 1, max: 9 }),
      source: fc.constantFrom("one", "two"),
      rows: fc.array(fc.tuple(fc.nat(5), fc.nat(3), fc.nat(4), fc.nat(2)), { minLength: 1, maxLength: 6 }),
    }),
    { minLength: 2, maxLength: 5, selector: ({ kind, source, day }) => `${kind} ${source} ${day}` },
  )
  .map((drafts) =>
    drafts.map(({ kind, day, source, rows }): Sheet => {
      const at = { source: `${kind} ${source}`, asOf: `2026-03-0${day}T00:00:00Z` };
      if (kind === "users")
        return {
          ...users(
            ...rows.map(([n, m, k, e]) =>
              user(n, `user${m}`, `u${k}@corp.example|u${m}@corp.example|Jo|Smith${k}|${e === 0 ? "" : `E${e}`}|user`),
            ),
          ),
          ...at,
        };
      if (kind === "computers") return { ...computers("", march, ...rows.map(([n, m]) => computer(n + 10, `ws-${m}`))), ...at };
      return {
        ...cmdb(
          ...rows.map(
            ([n, m, k, e]) => `c${n}|ws-${m}|${e === 0 ? "" : `ws-${k}.corp.example`}|${e === 1 ? "" : `SN${k}`}|00:1a:2b:00:00:0${m}||||`,
          ),
        ),
        ...at,
      };
    }),
  )
  // A version is what it holds and as of when: two sources that say the same at the same time are one version, of whichever came first.
  .filter((sheets) => new Set(sheets.map(({ kind, asOf, lines }) => `${kind} ${asOf} ${lines.join("\n")}`)).size === sheets.length);

describe("the partition", () => {
  it("is the same whatever the order of imports, and resolved step by step or at once", () => {
    fc.assert(
      fc.property(smallSheets, fc.integer(), fc.boolean(), (sheets, seed, retires) => {
        const atOnce = new EntityEstate(sheets);
        const shuffled = sheets.map((sheet, i) => ({ sheet, rank: Math.sin(seed + i * 7919) })).toSorted((a, b) => a.rank - b.rank);
        const stepwise = new EntityEstate();
        const ids = shuffled.map(({ sheet }) => {
          const id = stepwise.import(sheet);
          stepwise.resolve();
          return id;
        });
        const [first = ""] = ids;
        if (retires) {
          for (const estate of [stepwise, atOnce]) {
            retireInventory(estate.db, estate.book, { id: first, reason: "wrong", restore: false, analyst: "ana" });
            if (estate === stepwise) estate.resolve();
          }
        }
        expect(stepwise.partition()).toEqual(atOnce.partition());
        expect(stepwise.stored()).toEqual(atOnce.stored());
        expect(stepwise.resolve().changed).toEqual([]);
        stepwise.close();
        atOnce.close();
      }),
      { numRuns: 50 },
    );
  });
});
