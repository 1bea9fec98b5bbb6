import type { LinuxAct, Login } from "./linux-act.ts";
import type { SyslogLine } from "./syslog-line.ts";

const [logon, logoff, accountSwitch] = [1, 2, 7] as const;

const accepted = /^Accepted (\S{1,40}) for (\S{1,255}) from (\S{1,64}) port (\d{1,5})/;
const failed = /^Failed (\S{1,40}) for (?:invalid user )?(.{0,255}?) from (\S{1,64}) port (\d{1,5})/;
const closed = /^pam_unix\((\S{1,64}?):session\): session closed for user (\S{1,255})/;
const opened =
  /^pam_unix\((\S{1,64}?):session\): session opened for user ([^\s(]{1,255})(?:\(uid=(\d+)\))? by ([^\s(]{0,255})(?:\(uid=(\d+)\))?/;
const switched = /^(FAILED SU )?\(to (\S{1,255})\) (\S{1,255}) on (\S{1,64})/;
const sudo = /^\s*(\S{1,255}) : (?:([^;=]{1,200}) ; )?TTY=(\S{1,64}) ; PWD=(.*?) ; USER=(\S{1,255}) ; (?:.*? ; )?COMMAND=(.*)$/s;

/** Sessions opened by these are logins that nothing else records; sshd's follow its own "Accepted". */
const consoles = /^(?:login|gdm|lightdm|sddm|vsftpd)/;
const switchers: ReadonlySet<string> = new Set(["su", "su-l", "runuser"]);

type Parts = Omit<Login, "kind" | "product" | "log" | "host" | "code">;

const portOf = (text: string | undefined): number | undefined => (text !== undefined && Number(text) <= 65_535 ? Number(text) : undefined);

function sshLogin(text: string): Parts | undefined {
  const match = accepted.exec(text) ?? failed.exec(text);
  if (match === null) return undefined;
  const [, method, name, ip, port] = match;
  const isSuccess = text.startsWith("Accepted");
  return { activity: logon, isSuccess, user: { name }, actor: {}, service: "sshd", method, ip, port: portOf(port), isRemote: true };
}

function sessionEvent(program: string, text: string): Parts | undefined {
  const [, endedService, leaver] = closed.exec(text) ?? [];
  if (endedService !== undefined && (endedService === "sshd" || consoles.test(endedService)))
    return { activity: logoff, isSuccess: true, user: { name: leaver }, actor: {}, service: endedService };
  const [, service, name, uid, byName, byUid] = opened.exec(text) ?? [];
  if (service === undefined) return undefined;
  const base = { isSuccess: true, user: { name, uid }, actor: { name: byName || undefined, uid: byUid }, service };
  if (switchers.has(program)) return { ...base, activity: accountSwitch };
  return consoles.test(service) ? { ...base, activity: logon } : undefined;
}

function switchEvent(text: string): Parts | undefined {
  const [, failure, name, who] = switched.exec(text) ?? [];
  return name === undefined
    ? undefined
    : { activity: accountSwitch, isSuccess: failure === undefined, user: { name }, actor: { name: who }, service: "su" };
}

function sudoLaunch(line: SyslogLine): LinuxAct | undefined {
  const [, who, complaint, , folder, target, command] = sudo.exec(line.text) ?? [];
  if (who === undefined || command === undefined) return undefined;
  return {
    kind: "launch",
    product: "sudo",
    log: "syslog",
    host: line.host,
    isSuccess: complaint === undefined,
    statusCode: complaint,
    path: command.split(" ", 1)[0],
    commandLine: command,
    folder,
    user: { name: target },
    starter: { name: who },
  };
}

/** The act a line of syslog tells of, or the kind it is counted as. */
export function syslogAct(line: SyslogLine): LinuxAct | string {
  const { program, text, host } = line;
  const name = program.slice(program.lastIndexOf("/") + 1);
  const login = (parts: Parts | undefined): LinuxAct | undefined =>
    parts === undefined ? undefined : { ...parts, kind: "login", product: name, log: "syslog", host };
  const act =
    name === "sshd" || name.startsWith("sshd-")
      ? login(sshLogin(text) ?? sessionEvent(name, text))
      : name === "sudo"
        ? sudoLaunch(line)
        : login((name === "su" ? switchEvent(text) : undefined) ?? sessionEvent(name, text));
  return act ?? `syslog ${name}`.slice(0, 100).toWellFormed();
}
