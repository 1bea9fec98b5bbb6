import { plainName, type Kind } from "./columns.ts";
import type { Table } from "./table.ts";

export interface Detected {
  /** The product whose export it is, or "table". */
  readonly format: string;
  readonly kind: Kind;
  readonly reason: string;
}

interface Signature {
  readonly format: string;
  readonly kind: Kind;
  /** Each inner list: one of these columns must be there. */
  readonly needs: readonly (readonly string[])[];
  /** Columns that speak for it; more of them win over another signature that fits too. */
  readonly speaks: readonly string[];
}

/** Column names without case and punctuation. Sources: the products' own export headers and API attribute names. */
const signatures: readonly Signature[] = [
  {
    format: "Zeek dhcp.log",
    kind: "dhcp",
    needs: [["ts"], ["mac"], ["assignedaddr", "assignedip", "clientaddr", "msgtypes", "requestedaddr"]],
    speaks: ["uids", "uid", "msgtypes", "assignedaddr", "assignedip", "leasetime", "transid"],
  },
  {
    format: "Active Directory",
    kind: "directory",
    needs: [["samaccountname", "distinguishedname", "objectsid"]],
    speaks: [
      "objectguid",
      "objectsid",
      "distinguishedname",
      "memberof",
      "useraccountcontrol",
      "whenchanged",
      "employeeid",
      "samaccountname",
      "dn",
      "objectclass",
    ],
  },
  {
    format: "Entra ID devices",
    kind: "idp",
    needs: [["deviceid"], ["displayname", "operatingsystem"]],
    speaks: [
      "trusttype",
      "operatingsystem",
      "approximatelastsignindatetime",
      "iscompliant",
      "registereddatetime",
      "profiletype",
      "ismanaged",
    ],
  },
  {
    format: "Entra ID groups",
    kind: "idp",
    needs: [["displayname"], ["securityenabled", "grouptypes", "mailenabled"]],
    speaks: ["securityenabled", "grouptypes", "mailenabled", "membershiprule", "mailnickname"],
  },
  {
    format: "Entra ID users",
    kind: "idp",
    needs: [["userprincipalname"]],
    speaks: [
      "accountenabled",
      "usertype",
      "id",
      "onpremisessyncenabled",
      "onpremisessamaccountname",
      "jobtitle",
      "createddatetime",
      "usagelocation",
    ],
  },
  {
    format: "Okta users",
    kind: "idp",
    needs: [["login", "profilelogin"]],
    speaks: [
      "profilelogin",
      "profileemail",
      "firstname",
      "lastname",
      "employeenumber",
      "statuschanged",
      "lastlogin",
      "secondemail",
      "login",
    ],
  },
  {
    format: "ServiceNow",
    kind: "cmdb",
    needs: [
      ["sysid", "sysclassname", "sysupdatedon", "assignedto", "operationalstatus", "installstatus", "businesscriticality"],
      ["name", "fqdn", "serialnumber"],
    ],
    speaks: [
      "sysid",
      "sysclassname",
      "sysupdatedon",
      "assignedto",
      "ownedby",
      "managedby",
      "supportgroup",
      "businesscriticality",
      "operationalstatus",
      "serialnumber",
      "assettag",
      "updated",
    ],
  },
  {
    format: "network zones",
    kind: "network",
    needs: [["cidr", "subnet", "prefix", "network"]],
    speaks: ["cidr", "zone", "site", "vpn", "nat", "vlan", "role"],
  },
  {
    format: "change windows",
    kind: "changes",
    needs: [
      ["from", "start", "starttime", "startdate", "plannedstart", "plannedstartdate", "windowstart"],
      ["to", "end", "endtime", "enddate", "plannedend", "plannedenddate", "windowend"],
      ["ticket", "number", "change", "changenumber", "changeid", "scope", "cmdbci", "configurationitem"],
    ],
    speaks: ["ticket", "scope", "changenumber", "plannedstartdate", "plannedenddate", "shortdescription", "owner"],
  },
  {
    format: "sanctioned scanners",
    kind: "scanners",
    needs: [
      ["ip", "cidr", "host", "ipaddress", "hostname", "address"],
      ["schedule", "scanner", "window"],
    ],
    speaks: ["schedule", "scanner", "owner", "cidr", "product", "tool"],
  },
  {
    format: "criticality list",
    kind: "criticality",
    needs: [
      ["type", "entitytype"],
      ["name", "entity", "identifier"],
      ["level", "criticality", "criticalitylevel"],
    ],
    speaks: ["type", "name", "level"],
  },
  {
    format: "table",
    kind: "dhcp",
    needs: [
      ["ip", "ipaddress", "assignedaddr", "address"],
      ["mac", "macaddress", "clientid", "hwaddr"],
      ["leasetime", "leaseend", "leaseexpires", "leasestart", "leaseexpirytime", "expires"],
    ],
    speaks: ["leasetime", "leaseend"],
  },
  {
    format: "table",
    kind: "cmdb",
    needs: [
      ["name", "hostname", "computername", "devicename", "fqdn", "ciname"],
      ["owner", "serialnumber", "serial", "macaddress", "criticality", "os", "operatingsystem", "role"],
    ],
    speaks: ["hostname", "serialnumber"],
  },
  {
    format: "table",
    kind: "directory",
    needs: [
      ["username", "accountname", "mail", "email", "upn"],
      ["department", "displayname", "firstname", "lastname", "givenname", "jobtitle", "fullname"],
    ],
    speaks: ["username"],
  },
];

const shapes: Partial<Record<Table["shape"], Detected>> = {
  "isc-leases": { format: "ISC dhcpd.leases", kind: "dhcp", reason: 'it is made of "lease … {" declarations' },
  "windows-dhcp": {
    format: "Windows DHCP audit log",
    kind: "dhcp",
    reason: 'it is headed "Microsoft DHCP Service Activity Log" and has the columns ID, Date, Time',
  },
};

/** Which export a table is, by what it holds and not by its name; `kind` narrows the choice to what the analyst says it is. */
export function detectFormat(table: Table, kind?: Kind): Detected | undefined {
  const shape = shapes[table.shape];
  if (shape !== undefined) return kind === undefined || kind === shape.kind ? shape : undefined;
  const byPlain = new Map(table.columns.map((column) => [plainName(column), column]));
  const fitting = signatures.flatMap((signature) => {
    if (kind !== undefined && signature.kind !== kind) return [];
    if (!signature.needs.every((names) => names.some((name) => byPlain.has(name)))) return [];
    const columns = [...new Set([...signature.needs.flat(), ...signature.speaks])].flatMap((name) => byPlain.get(name) ?? []);
    return [{ signature, columns, score: signature.speaks.filter((name) => byPlain.has(name)).length }];
  });
  const best = fitting.reduce<(typeof fitting)[number] | undefined>(
    (top, next) =>
      top === undefined ||
      (isSpecific(next.signature) && !isSpecific(top.signature)) ||
      (isSpecific(next.signature) === isSpecific(top.signature) && next.score > top.score)
        ? next
        : top,
    undefined,
  );
  if (best === undefined) return undefined;
  const named = best.columns.slice(0, 5).join(", ");
  const { format, kind: found } = best.signature;
  return {
    format,
    kind: found,
    reason: `its ${best.columns.length === 1 ? `column ${named} is` : `columns ${named} are`} as in ${isSpecific(best.signature) ? format : `a ${found} table`}`,
  };
}

const isSpecific = (signature: Signature): boolean => signature.format !== "table";
