import type { InventoryKind } from "../../../shared/contract/telemetry.ts";
import type { z } from "zod";

export type Kind = z.infer<typeof InventoryKind>;

/** Field names of our own and the column names they arrive under, compared without case and punctuation; earlier names win. */
const common = {
  name: ["displayname", "cn", "fullname"],
  updated: ["sysupdatedon", "updated", "updatedon", "lastupdated", "whenchanged"],
};

const aliases: { readonly [K in Kind]: Readonly<Record<string, readonly string[]>> } = {
  directory: {
    sam: ["samaccountname", "sam", "username", "account", "accountname", "user"],
    upn: ["userprincipalname", "upn"],
    mail: ["mail", "email", "emailaddress", "profileemail"],
    sid: ["objectsid", "sid"],
    guid: ["objectguid", "guid"],
    employeeId: ["employeeid", "employeenumber", "employeeno"],
    displayName: [...common.name, "name"],
    givenName: ["givenname", "firstname", "profilefirstname"],
    surname: ["sn", "surname", "lastname", "profilelastname"],
    department: ["department", "dept"],
    title: ["title", "jobtitle"],
    manager: ["manager", "managername"],
    groups: ["memberof", "groups", "identity", "group"],
    phone: ["telephonenumber", "phone", "mobile", "mobilephone", "ext"],
    enabled: ["enabled", "status", "useraccountcontrol"],
    created: ["whencreated", "created", "startdate", "hiredate"],
    distinguishedName: ["distinguishedname", "dn"],
    domain: ["domain", "dnsdomain", "netbiosdomain"],
    objectClass: ["objectclass", "type", "accounttype"],
    office: ["office", "physicaldeliveryofficename", "location", "city", "site"],
    updated: common.updated,
  },
  cmdb: {
    name: ["name", "ciname", "hostname", "computername", "devicename", "host"],
    fqdn: ["fqdn", "dnsname", "dnshostname"],
    serial: ["serialnumber", "sn", "serial"],
    mac: ["macaddress", "mac"],
    ip: ["ipaddress", "ip"],
    owner: ["assignedto", "owner", "primaryuser", "user", "uowner"],
    ownedBy: ["ownedby"],
    managedBy: ["managedby"],
    supportGroup: ["supportgroup", "support", "assignmentgroup"],
    businessCriticality: ["businesscriticality", "businescriticality"],
    criticality: ["criticality"],
    tier: ["tier"],
    role: ["role", "function", "usedfor", "purpose", "devicetype"],
    os: ["os", "operatingsystem", "osname"],
    class: ["sysclassname", "class", "citype", "type"],
    environment: ["environment", "env"],
    department: ["department", "dept"],
    location: ["location", "site", "office"],
    status: ["operationalstatus", "installstatus", "status"],
    id: ["sysid", "id", "assettag"],
    updated: common.updated,
  },
  dhcp: {
    time: ["ts", "time", "timestamp", "leasestart", "start", "from", "starttime", "issued"],
    end: ["leaseend", "leaseexpires", "leaseexpirytime", "expires", "end", "to", "endtime"],
    mac: ["mac", "macaddress", "clientid", "hardwareaddress", "hwaddr"],
    hostName: ["hostname", "host", "clienthostname", "devicename", "name"],
    fqdn: ["clientfqdn", "fqdn"],
    ip: ["assignedaddr", "ip", "ipaddress", "address", "assignedip"],
    clientIp: ["clientaddr"],
    leaseSeconds: ["leasetime", "leaseseconds", "leaseduration", "duration"],
    messages: ["msgtypes", "messages", "action", "event", "description"],
  },
  idp: {
    upn: ["login", "userprincipalname", "upn", "username", "profilelogin"],
    mail: ["email", "mail", "profileemail", "emailaddress"],
    id: ["id", "userid", "objectid"],
    sam: ["samaccountname"],
    employeeId: ["employeenumber", "employeeid"],
    displayName: [...common.name, "name"],
    givenName: ["firstname", "givenname", "profilefirstname"],
    surname: ["lastname", "surname", "sn", "profilelastname"],
    department: ["department"],
    title: ["title", "jobtitle"],
    manager: ["manager"],
    phone: ["mobilephone", "phone", "primaryphone"],
    enabled: ["status", "enabled", "accountenabled"],
    groups: ["groups", "memberof", "roles"],
    created: ["created", "createddatetime"],
    updated: common.updated,
  },
  network: {
    cidr: ["cidr", "subnet", "network", "prefix", "range"],
    name: ["name", "label", "description"],
    zone: ["zone", "segment", "vlan", "vrf"],
    site: ["site", "location"],
    role: ["role", "purpose", "function", "use"],
    updated: common.updated,
  },
};

const plain = (column: string): string => column.toLowerCase().replaceAll(/[^a-z0-9]/g, "");

/** Which of our fields each of the file's columns is; a column that is none of them keeps its own name. */
export function fieldsOf(kind: Kind, columns: readonly string[]): ReadonlyMap<string, string> {
  const byPlain = new Map<string, string>();
  for (const column of columns) if (!byPlain.has(plain(column))) byPlain.set(plain(column), column);
  const taken = new Map<string, string>();
  for (const [field, names] of Object.entries(aliases[kind])) {
    const column = names
      .map((name) => byPlain.get(name) ?? byPlain.get(`u${name}`))
      .find((found) => found !== undefined && !taken.has(found));
    if (column !== undefined) taken.set(column, field);
  }
  return new Map(columns.map((column) => [column, taken.get(column) ?? column]));
}

/** Columns that may hold secrets are never stored; times of a password's change are harmless. */
export function isSecretColumn(column: string): boolean {
  const name = plain(column);
  if (/(?:last(?:set|change[ds]?)|expire[sd]?|expiry|expiration|age|policy|neverexpires|required|changed(?:on|at)?)$/.test(name))
    return false;
  return /passw|passphrase|passcode|pwd|secret|credential|privatekey|apikey|accesskey|token|nthash|lmhash|ntlm|kerberoskey|supplementalcred/.test(
    name,
  );
}

/** A file of this kind must have one of these, or it is another kind of file. */
export const requiredFields: { readonly [K in Kind]: readonly string[] } = {
  directory: ["sam", "upn", "sid"],
  cmdb: ["name", "fqdn", "serial"],
  dhcp: ["ip", "clientIp"],
  idp: ["upn", "mail", "id"],
  network: ["cidr"],
};

export const knownNames = (kind: Kind): string => requiredFields[kind].flatMap((field) => aliases[kind][field] ?? []).join(", ");
