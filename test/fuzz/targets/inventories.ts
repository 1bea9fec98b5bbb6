import fc from "fast-check";
import { leaseReading } from "../../../electron/engine/inventory/lease-events.ts";
import { parseInventory } from "../../../electron/engine/inventory/parse-inventory.ts";
import { readTable } from "../../../electron/engine/inventory/read-table.ts";
import { fuzzTarget, type FuzzTarget } from "../fuzz-target.ts";
import { mutatedBytes, mutatedJsonText } from "../mutate.ts";

const tables: readonly string[] = [
  'DN,objectClass,cn,sAMAccountName,memberOf,whenChanged\n"CN=Ada,DC=c",user,Ada,ada,"CN=A;CN=B",20260301060048.0Z\n',
  "userPrincipalName;displayName;id;userType;accountEnabled\r\nada@c.example;Ada;73d6;Member;True\r\n",
  "Name,Class,Serial number,Assigned to,Operational status,Updated\nws-1,Computer,SN1,Ada,1,2026-03-01 06:00:00\nws-2,Server,SN2,=cmd(),1,x\n",
  "network\tzone\tdescription\n10.0.0.0/8\tinside\tall\n2001:db8::/32\toutside\tx\n",
  "#separator \\x09\n#fields\tts\tuids\tmac\tassigned_addr\tlease_time\tmsg_types\n1772344848.5\tC1\t00:1a:2b:00:00:01\t10.0.0.5\t3600.0\tREQUEST,ACK\n",
  'lease 10.0.0.5 {\n  starts 0 2026/03/01 06:00:00;\n  ends 0 2026/03/01 14:00:00;\n  binding state active;\n  hardware ethernet 00:1a:2b:00:00:01;\n  client-hostname "ws-1";\n}\nlease 10.0.0.6 {\n  ends never;\n}\n',
  "version: 1\n\ndn: CN=Ada L,DC=corp\nobjectClass: user\nsAMAccountName: ada\ndisplayName:: QWRhIEzDqQ==\ndescription: a long\n  line\nwhenChanged: 20260301060048.0Z\n",
  "\t\tMicrosoft DHCP Service Activity Log\r\n\r\nID,Date,Time,Description,IP Address,Host Name,MAC Address\r\n10,03/01/26,09:00:00,Assign,10.0.0.5,ws-1,001A2B000001\r\n12,03/01/26,10:00:00,Release,10.0.0.5,ws-1,001A2B000001\r\n",
];

const values: readonly unknown[] = [
  {
    "@odata.context": "https://graph.example/users",
    value: [{ id: "7", userPrincipalName: "ada@c.example", displayName: "Ada", accountEnabled: true }],
  },
  [{ id: "00u1", status: "ACTIVE", profile: { login: "ada@c.example", firstName: "Ada" }, credentials: { provider: { type: "OKTA" } } }],
  { result: [{ sys_id: "a", name: "ws-1", assigned_to: { display_value: "Ada" }, sys_updated_on: "2026-03-01 06:00:00" }] },
  { ts: 1772344848.5, uids: ["C1"], mac: "00:1a:2b:00:00:01", assigned_addr: "10.0.0.5", lease_time: 3600, msg_types: ["REQUEST", "ACK"] },
];

const tokens = [
  "lease 1.2.3.4 {",
  "dn: ",
  "dn:: ",
  ":: ",
  "#fields\t",
  "ends never;",
  "starts epoch 1;",
  "{SSHA}",
  "password: ",
  "10.0.0.0/99",
  '"",""',
];

const inventory = fuzzTarget<{ readonly bytes: Buffer; readonly kind: "auto" | "directory" | "cmdb" | "dhcp" | "idp" | "network" }>({
  name: "inventory",
  quickCases: 150,
  boundMs: 10_000,
  says: "file",
  open: () => {
    const lease = leaseReading({ clock: "utc", leaseSeconds: 3600 });
    const texts = mutatedBytes(
      tables.map((text) => Buffer.from(text)),
      tokens,
    );
    const wide = mutatedBytes(tables.map((text) => Buffer.from(`\ufeff${text}`, "utf16le")));
    return {
      inputs: fc.record({
        bytes: fc.oneof({ weight: 5, arbitrary: texts }, wide, {
          weight: 3,
          arbitrary: mutatedJsonText(values).map((text) => Buffer.from(text)),
        }),
        kind: fc.constantFrom("auto", "auto", "directory", "cmdb", "dhcp", "idp", "network"),
      }),
      take: ({ bytes, kind }) => {
        const { records, rejected, rejects } = parseInventory(bytes, "export", kind, lease);
        const table = readTable(bytes, "export");
        const rows = table.rows.length + table.bad.length;
        if (records.length + rejected !== rows) throw new Error(`${records.length} + ${rejected} are not ${rows} rows`);
        for (const { line, reason } of rejects) if (line < 1 || reason === "") throw new Error("a reject names no line or reason");
      },
    };
  },
});

export const inventoryTargets: readonly FuzzTarget[] = [inventory];
