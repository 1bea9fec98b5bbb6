import type { AuditLine } from "./audit-fields.ts";
import type { Launch, LinuxAct, Login } from "./linux-act.ts";
import { fileName } from "./windows-values.ts";

/** Numbers of execve and execveat by the architecture that calls (linux/audit.h, the kernel's syscall tables). */
const execCalls: Readonly<Record<string, readonly string[]>> = {
  c000003e: ["59", "322"],
  "40000003": ["11", "358"],
  c00000b7: ["221", "281"],
};

/** OCSF authentication activities. A session that begins after a login would count it twice. */
const loginTypes: Readonly<Record<string, number>> = { USER_LOGIN: 1, USER_LOGOUT: 2, USER_END: 2, USER_AUTH: 99, USER_CHAUTHTOK: 99 };

const noSession: ReadonlySet<string> = new Set(["4294967295", "-1"]);

type Get = (key: string) => string | undefined;

const whole = (text: string | undefined): number | undefined =>
  text !== undefined && /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;

/** The lines of one audit event, first line first, read as one set of fields. */
function reader(lines: readonly AuditLine[]): Get {
  return (key) => {
    for (const line of lines) {
      const value = line.fields.get(key);
      if (value !== undefined) return value;
    }
    return undefined;
  };
}

function isExec(lines: readonly AuditLine[], get: Get): boolean {
  if (lines.some((l) => l.type === "EXECVE" || l.type === "AUOMS_EXECVE")) return true;
  const call = get("syscall") ?? "";
  return call === "execve" || call === "execveat" || execCalls[get("arch") ?? ""]?.includes(call) === true;
}

function commandLine(lines: readonly AuditLine[], get: Get): string | undefined {
  const execve = lines.find((l) => l.type === "EXECVE")?.fields;
  const count = Math.min(whole(execve?.get("argc")) ?? 0, 10_000);
  const parts = Array.from({ length: count }, (_, i) => execve?.get(`a${i}`)).filter((a) => a !== undefined);
  return parts.length > 0 ? parts.join(" ") : (get("cmdline") ?? get("proctitle"));
}

const sessionOf = (get: Get): string | undefined => {
  const session = get("ses");
  return session === undefined || noSession.has(session) ? undefined : session;
};

/** Who logged in to begin with, however often the rights changed since; nobody for what the system started itself. */
function loginOf(get: Get): { readonly name: string | undefined; readonly uid: string } | undefined {
  const uid = get("auid");
  return uid === undefined || noSession.has(uid) ? undefined : { name: get("audit_user") ?? get("AUID"), uid };
}

const isSuccess = (get: Get): boolean | undefined => {
  const word = get("success") ?? get("res");
  return word === undefined ? undefined : word === "yes" || word === "success" || word === "1";
};

const originOf = (first: AuditLine, host: string | undefined) => ({
  uid: first.serial,
  product: "auditd",
  log: "audit",
  code: first.type,
  host: host ?? first.node,
});

function launchOf(lines: readonly AuditLine[], first: AuditLine, get: Get, host: string | undefined): Launch {
  const succeeded = isSuccess(get);
  const program = get("exe");
  const login = loginOf(get);
  const user = { name: get("user") ?? get("UID"), uid: get("uid") };
  return {
    ...originOf(first, host ?? get("node")),
    kind: "launch",
    isSuccess: succeeded,
    statusCode: succeeded === false ? get("exit") : undefined,
    pid: whole(get("pid")),
    parentPid: whole(get("ppid")),
    path: succeeded === false ? (get("name") ?? program) : program,
    commandLine: commandLine(lines, get),
    folder: get("cwd"),
    user,
    starter: login ?? user,
    session: sessionOf(get),
  };
}

function signInOf(first: AuditLine, activity: number, get: Get, host: string | undefined): Login {
  const ip = get("addr");
  const remoteHost = get("hostname");
  const service = fileName(get("exe"));
  return {
    ...originOf(first, host),
    kind: "login",
    activity,
    isSuccess: isSuccess(get),
    user: { name: get("acct") ?? get("ID"), uid: get("id") },
    actor: loginOf(get) ?? {},
    service,
    method: get("grantors"),
    ip,
    remoteHost: remoteHost === ip ? undefined : remoteHost,
    session: sessionOf(get),
    isRemote: ip === undefined ? undefined : true,
  };
}

/** The act that one audit event tells of, or the kind it is counted as. `host` where the line does not name one. */
export function auditAct(lines: readonly AuditLine[], host: string | undefined): LinuxAct | string {
  const [first] = lines;
  if (first === undefined) return "auditd";
  const get = reader(lines);
  if (isExec(lines, get)) return launchOf(lines, first, get, host);
  const activity = loginTypes[first.type];
  if (activity !== undefined) return signInOf(first, activity, get, host);
  return first.type === "SYSCALL" ? `auditd syscall ${get("syscall") ?? "?"}` : `auditd ${first.type}`;
}
