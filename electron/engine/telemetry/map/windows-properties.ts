import { type Fields, isFields, toEventId } from "./windows-event.ts";

const words = (text: string): readonly string[] => text.split(/\s+/);

/** Names of the values in `Properties`, in the order of Microsoft's event templates. Later versions only append. */
const securityTemplates: Readonly<Record<number, readonly string[]>> = {
  4624: words(
    "SubjectUserSid SubjectUserName SubjectDomainName SubjectLogonId TargetUserSid TargetUserName TargetDomainName TargetLogonId LogonType LogonProcessName AuthenticationPackageName WorkstationName LogonGuid TransmittedServices LmPackageName KeyLength ProcessId ProcessName IpAddress IpPort",
  ),
  4625: words(
    "SubjectUserSid SubjectUserName SubjectDomainName SubjectLogonId TargetUserSid TargetUserName TargetDomainName Status FailureReason SubStatus LogonType LogonProcessName AuthenticationPackageName WorkstationName TransmittedServices LmPackageName KeyLength ProcessId ProcessName IpAddress IpPort",
  ),
  4634: words("TargetUserSid TargetUserName TargetDomainName TargetLogonId LogonType"),
  4647: words("TargetUserSid TargetUserName TargetDomainName TargetLogonId"),
  4648: words(
    "SubjectUserSid SubjectUserName SubjectDomainName SubjectLogonId LogonGuid TargetUserName TargetDomainName TargetLogonGuid TargetServerName TargetInfo ProcessId ProcessName IpAddress IpPort",
  ),
  4672: words("SubjectUserSid SubjectUserName SubjectDomainName SubjectLogonId PrivilegeList"),
  4688: words(
    "SubjectUserSid SubjectUserName SubjectDomainName SubjectLogonId NewProcessId NewProcessName TokenElevationType ProcessId CommandLine TargetUserSid TargetUserName TargetDomainName TargetLogonId ParentProcessName MandatoryLabel",
  ),
  4689: words("SubjectUserSid SubjectUserName SubjectDomainName SubjectLogonId Status ProcessId ProcessName"),
  4768: words(
    "TargetUserName TargetDomainName TargetSid ServiceName ServiceSid TicketOptions Status TicketEncryptionType PreAuthType IpAddress IpPort",
  ),
  4769: words(
    "TargetUserName TargetDomainName ServiceName ServiceSid TicketOptions TicketEncryptionType IpAddress IpPort Status LogonGuid",
  ),
  4771: words("TargetUserName TargetSid ServiceName TicketOptions Status PreAuthType IpAddress IpPort"),
  4776: words("PackageName TargetUserName Workstation Status"),
};

const powershellTemplates: Readonly<Record<number, readonly string[]>> = {
  4103: words("ContextInfo UserData Payload"),
  4104: words("MessageNumber MessageTotal ScriptBlockText ScriptBlockId Path"),
};

/** Names for the nameless values of Get-WinEvent. */
export function positionalData(eventId: unknown, provider: unknown, properties: unknown): Fields {
  const id = toEventId(eventId);
  if (id === undefined || !Array.isArray(properties) || typeof provider !== "string") return {};
  const templates = provider.includes("Security-Auditing")
    ? securityTemplates
    : provider.includes("PowerShell")
      ? powershellTemplates
      : undefined;
  const names = templates?.[id];
  if (names === undefined) return {};
  const values: readonly unknown[] = properties;
  return Object.fromEntries(
    names.map((name, i) => {
      const item = values[i];
      return [name, isFields(item) ? item["Value"] : item];
    }),
  );
}

/** Sysmon's message is one `Name: value` per line, in English whatever the system's language. */
export function messageData(provider: unknown, message: unknown): Fields {
  if (typeof provider !== "string" || typeof message !== "string" || !provider.toLowerCase().includes("sysmon")) return {};
  const pairs = message.split(/\r?\n/, 200).flatMap((line) => {
    const match = /^([A-Za-z][A-Za-z0-9]{1,40}): (.*)$/.exec(line);
    return match?.[1] === undefined || match[2] === undefined ? [] : [[match[1], match[2]] as const];
  });
  return Object.fromEntries(pairs);
}
