import type { InventoryKind } from "../../../shared/contract/inventories.ts";

export type Kind = InventoryKind;

/** Field names of our own and the column names they arrive under, compared without case and punctuation; earlier names win. */
const common = {
  name: ["displayname", "cn", "fullname"],
  updated: [
    "sysupdatedon",
    "updated",
    "updatedon",
    "lastupdated",
    "whenchanged",
    "lastmodified",
    "modified",
    "lastmodifieddatetime",
    "modifytimestamp",
  ],
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
    dnsName: ["dnshostname"],
    os: ["operatingsystem"],
    updated: common.updated,
  },
  cmdb: {
    name: ["name", "ciname", "configurationitem", "hostname", "computername", "devicename", "host"],
    fqdn: ["fqdn", "fullyqualifieddomainname", "dnsname", "dnshostname"],
    serial: ["serialnumber", "sn", "serial"],
    mac: ["macaddress", "mac"],
    ip: ["ipaddress", "ip"],
    owner: ["assignedto", "owner", "primaryuser", "user", "uowner"],
    ownedBy: ["ownedby"],
    managedBy: ["managedby"],
    supportedBy: ["supportedby"],
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
    status: ["operationalstatus", "installstatus", "status", "lifecyclestage"],
    id: ["sysid", "id"],
    assetTag: ["assettag"],
    model: ["modelid", "model", "modelnumber"],
    vendor: ["manufacturer", "vendor"],
    agentId: ["agentid", "sensorid", "edragentid"],
    gateway: ["defaultgateway"],
    zone: ["zone", "segment", "vrf"],
    updated: common.updated,
  },
  dhcp: {
    id: ["id"],
    date: ["date"],
    time: ["ts", "time", "timestamp", "leasestart", "start", "starts", "from", "starttime", "issued"],
    end: ["leaseend", "leaseexpires", "leaseexpirytime", "expires", "end", "ends", "to", "endtime"],
    mac: ["mac", "macaddress", "clientid", "hardwareaddress", "hardwareethernet", "hwaddr"],
    hostName: ["hostname", "host", "clienthostname", "devicename", "name"],
    fqdn: ["clientfqdn", "fqdn"],
    ip: ["assignedaddr", "assignedip", "ip", "ipaddress", "address"],
    clientIp: ["clientaddr"],
    leaseSeconds: ["leasetime", "leaseseconds", "leaseduration"],
    messages: ["msgtypes", "messages", "action", "event", "description"],
    state: ["bindingstate"],
    zone: ["zone", "segment", "vrf", "network"],
  },
  idp: {
    upn: ["login", "userprincipalname", "upn", "username", "profilelogin"],
    mail: ["email", "mail", "profileemail", "emailaddress"],
    id: ["id", "userid", "objectid"],
    deviceId: ["deviceid"],
    sam: ["samaccountname", "onpremisessamaccountname"],
    sid: ["onpremisessecurityidentifier"],
    employeeId: ["employeenumber", "employeeid", "profileemployeenumber"],
    displayName: [...common.name, "profiledisplayname", "name"],
    givenName: ["firstname", "givenname", "profilefirstname"],
    surname: ["lastname", "surname", "sn", "profilelastname"],
    department: ["department", "profiledepartment"],
    title: ["title", "jobtitle", "profiletitle"],
    manager: ["manager", "profilemanager"],
    phone: ["mobilephone", "phone", "primaryphone", "telephonenumber", "profilemobilephone"],
    enabled: ["status", "enabled", "accountenabled"],
    groups: ["groups", "memberof", "roles"],
    created: ["created", "createddatetime"],
    lastLogin: ["lastlogin", "lastsignindatetime", "approximatelastsignindatetime"],
    objectClass: ["odatatype", "objectclass", "objecttype", "usertype"],
    os: ["operatingsystem"],
    serial: ["serialnumber"],
    groupTypes: ["grouptypes"],
    updated: common.updated,
  },
  network: {
    cidr: ["cidr", "subnet", "network", "prefix", "range"],
    name: ["name", "label", "description"],
    zone: ["zone", "segment", "vlan", "vrf"],
    site: ["site", "location"],
    role: ["role", "purpose", "function", "use"],
    nat: ["nat", "isnat"],
    vpn: ["vpn", "isvpn"],
    proxy: ["proxy", "isproxy"],
    scanner: ["scanner", "isscanner"],
    dhcp: ["dhcp", "isdhcp", "dhcprange"],
    updated: common.updated,
  },
  criticality: {
    type: ["type", "entitytype", "kind"],
    name: ["name", "entity", "identifier", "host", "user", "hostname", "username"],
    criticality: ["level", "criticality", "criticalitylevel", "tier"],
    reason: ["reason", "comment", "description"],
    updated: common.updated,
  },
  changes: {
    from: ["from", "start", "starttime", "startdate", "plannedstart", "plannedstartdate", "windowstart", "begin"],
    to: ["to", "end", "endtime", "enddate", "plannedend", "plannedenddate", "windowend", "until"],
    scope: ["scope", "cmdbci", "configurationitem", "ci", "hosts", "host", "targets", "systems", "affectedcis", "entity"],
    ticket: ["ticket", "number", "change", "changenumber", "changeid", "id"],
    owner: ["owner", "assignedto", "requestedby", "implementer", "contact"],
    summary: ["summary", "shortdescription", "description", "title", "what"],
    state: ["state", "status", "approval"],
    updated: common.updated,
  },
  scanners: {
    ip: ["ip", "ipaddress", "address", "cidr", "range", "subnet"],
    host: ["host", "hostname", "name", "fqdn", "scanner", "appliance"],
    owner: ["owner", "contact", "team", "assignedto"],
    schedule: ["schedule", "window", "when", "times"],
    product: ["product", "tool", "software", "type"],
    reason: ["reason", "purpose", "description", "comment"],
    updated: common.updated,
  },
};

/** A column's name without case and punctuation. */
export const plainName = (column: string): string => column.toLowerCase().replaceAll(/[^a-z0-9]/g, "");

/** Which of our fields each of the file's columns is; a column that is none of them is absent. */
export function mapColumns(kind: Kind, columns: readonly string[]): ReadonlyMap<string, string> {
  const byPlain = new Map<string, string>();
  for (const column of columns) if (!byPlain.has(plainName(column))) byPlain.set(plainName(column), column);
  const taken = new Map<string, string>();
  for (const [field, names] of Object.entries(aliases[kind])) {
    const column = names
      .map((name) => byPlain.get(name) ?? byPlain.get(`u${name}`))
      .find((found) => found !== undefined && !taken.has(found));
    if (column !== undefined) taken.set(column, field);
  }
  return taken;
}

/** A file of this kind must have one of these, or it is another kind of file. */
export const requiredFields: { readonly [K in Kind]: readonly string[] } = {
  directory: ["sam", "upn", "sid", "distinguishedName"],
  cmdb: ["name", "fqdn", "serial"],
  dhcp: ["ip", "clientIp"],
  idp: ["upn", "mail", "id", "deviceId"],
  network: ["cidr"],
  criticality: ["name"],
  changes: ["from"],
  scanners: ["ip", "host"],
};

export const knownNames = (kind: Kind): string => requiredFields[kind].flatMap((field) => aliases[kind][field] ?? []).join(", ");
