import { company } from "../world/names.ts";
import type { Host } from "../world/hosts.ts";
import type { Stream } from "../random-stream.ts";
import type { Account } from "./machine.ts";
import { systemAccount } from "./machine.ts";
import type { WindowsDay } from "./windows-day.ts";

export interface Logon {
  readonly type: 2 | 3 | 4 | 5 | 7 | 9 | 10 | 11;
  readonly account: Account;
  readonly sourceIp: string;
  readonly sourceName: string;
  readonly package: "Kerberos" | "NTLM" | "Negotiate";
  readonly processName?: string;
}

const nobody = { SubjectUserSid: "S-1-0-0", SubjectUserName: "-", SubjectDomainName: "-", SubjectLogonId: "0x0" };
const machineSubject = (host: Host) => ({
  SubjectUserSid: systemAccount.sid,
  SubjectUserName: `${host.name}$`,
  SubjectDomainName: company.netbios,
  SubjectLogonId: systemAccount.logonId,
});
const zeroGuid = "{00000000-0000-0000-0000-000000000000}";

/** Security 4624. */
export function loggedOn(out: WindowsDay, random: Stream, host: Host, tsUs: number, l: Logon): void {
  const remote = l.type === 3;
  out.add(tsUs, host, "security", 4624, {
    ...(remote ? nobody : machineSubject(host)),
    TargetUserSid: l.account.sid,
    TargetUserName: l.account.sam,
    TargetDomainName: l.account.domain,
    TargetLogonId: l.account.logonId,
    LogonType: String(l.type),
    LogonProcessName: l.package === "Kerberos" ? "Kerberos" : l.package === "NTLM" ? "NtLmSsp " : "User32 ",
    AuthenticationPackageName: l.package,
    WorkstationName: l.package === "Kerberos" ? "-" : l.sourceName,
    LogonGuid: l.package === "Kerberos" ? `{${l.account.logonGuid}}` : zeroGuid,
    LmPackageName: l.package === "NTLM" ? "NTLM V2" : "-",
    KeyLength: l.package === "NTLM" ? "128" : "0",
    ProcessId: remote ? "0x0" : `0x${(random.int(200, 900) * 4).toString(16)}`,
    ProcessName: remote ? "-" : (l.processName ?? "C:\\Windows\\System32\\svchost.exe"),
    IpAddress: l.sourceIp,
    IpPort: remote ? String(random.int(49152, 65500)) : "0",
    ElevatedToken: l.account.integrity === "High" ? "%%1842" : "%%1843",
  });
}

/** Security 4634. */
export function loggedOff(out: WindowsDay, host: Host, tsUs: number, account: Account, type: Logon["type"]): void {
  out.add(tsUs, host, "security", 4634, {
    TargetUserSid: account.sid,
    TargetUserName: account.sam,
    TargetDomainName: account.domain,
    TargetLogonId: account.logonId,
    LogonType: String(type),
  });
}

/** Security 4625. `reason` is the sub-status: 0xc000006a wrong password, 0xc0000064 no such user. */
export function logonFailed(
  out: WindowsDay,
  random: Stream,
  host: Host,
  tsUs: number,
  l: Omit<Logon, "account"> & { sam: string; reason: string },
): void {
  out.add(tsUs, host, "security", 4625, {
    ...(l.type === 3 ? nobody : machineSubject(host)),
    TargetUserSid: "S-1-0-0",
    TargetUserName: l.sam,
    TargetDomainName: company.netbios,
    Status: "0xc000006d",
    SubStatus: l.reason,
    FailureReason: "%%2313",
    LogonType: String(l.type),
    LogonProcessName: l.package === "NTLM" ? "NtLmSsp " : "User32 ",
    AuthenticationPackageName: l.package,
    WorkstationName: l.sourceName,
    ProcessId: "0x0",
    ProcessName: "-",
    IpAddress: l.sourceIp,
    IpPort: String(random.int(49152, 65500)),
  });
}

/** Security 4768 (ticket granted) or 4771 (pre-authentication failed) on a domain controller. */
export function ticketAsked(
  out: WindowsDay,
  random: Stream,
  dc: Host,
  tsUs: number,
  a: { sam: string; sid: string; ip: string; failed?: string },
): void {
  const common = {
    TargetUserName: a.sam,
    TargetSid: a.sid,
    ServiceName: "krbtgt",
    IpAddress: `::ffff:${a.ip}`,
    IpPort: String(random.int(49152, 65500)),
  };
  if (a.failed !== undefined)
    out.add(tsUs, dc, "security", 4771, {
      ...common,
      ServiceName: `krbtgt/${company.netbios}`,
      TicketOptions: "0x40810010",
      Status: a.failed,
      PreAuthType: "2",
    });
  else
    out.add(tsUs, dc, "security", 4768, {
      ...common,
      TargetDomainName: company.netbios,
      ServiceSid: `${company.domainSid}-502`,
      TicketOptions: "0x40810010",
      Status: "0x0",
      TicketEncryptionType: "0x12",
      PreAuthType: "2",
    });
}

/** Security 4769. */
export function serviceTicket(
  out: WindowsDay,
  random: Stream,
  dc: Host,
  tsUs: number,
  a: { sam: string; service: string; ip: string; guid: string },
): void {
  out.add(tsUs, dc, "security", 4769, {
    TargetUserName: `${a.sam}@${company.adDomain.toUpperCase()}`,
    TargetDomainName: company.adDomain.toUpperCase(),
    ServiceName: a.service,
    ServiceSid: `${company.domainSid}-${random.int(2100, 2400)}`,
    TicketOptions: "0x40810000",
    TicketEncryptionType: "0x12",
    IpAddress: `::ffff:${a.ip}`,
    IpPort: String(random.int(49152, 65500)),
    Status: "0x0",
    LogonGuid: `{${a.guid}}`,
    TransmittedServices: "-",
  });
}

/** Security 4776 on a domain controller. */
export function ntlmChecked(out: WindowsDay, dc: Host, tsUs: number, sam: string, workstation: string, status: string): void {
  out.add(tsUs, dc, "security", 4776, {
    PackageName: "MICROSOFT_AUTHENTICATION_PACKAGE_V1_0",
    TargetUserName: sam,
    Workstation: workstation,
    Status: status,
  });
}

/** Security 4672. */
export function privileged(out: WindowsDay, host: Host, tsUs: number, account: Account): void {
  out.add(tsUs, host, "security", 4672, {
    SubjectUserSid: account.sid,
    SubjectUserName: account.sam,
    SubjectDomainName: account.domain,
    SubjectLogonId: account.logonId,
    PrivilegeList:
      "SeSecurityPrivilege\n\t\t\tSeBackupPrivilege\n\t\t\tSeRestorePrivilege\n\t\t\tSeDebugPrivilege\n\t\t\tSeImpersonatePrivilege",
  });
}

/** System 7045 and Security 4697: a service was installed. */
export function serviceInstalled(out: WindowsDay, host: Host, tsUs: number, by: Account, service: string, path: string): void {
  out.add(tsUs, host, "system", 7045, {
    ServiceName: service,
    ImagePath: path,
    ServiceType: "user mode service",
    StartType: "demand start",
    AccountName: "LocalSystem",
  });
  out.add(tsUs + 900, host, "security", 4697, {
    SubjectUserSid: by.sid,
    SubjectUserName: by.sam,
    SubjectDomainName: by.domain,
    SubjectLogonId: by.logonId,
    ServiceName: service,
    ServiceFileName: path,
    ServiceType: "0x10",
    ServiceStartType: "3",
    ServiceAccount: "LocalSystem",
  });
}
