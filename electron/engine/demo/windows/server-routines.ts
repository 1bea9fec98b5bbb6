import type { HostRole } from "../world/hosts.ts";
import type { Routine } from "./routine.ts";
import { systemRoutines } from "./system-routines.ts";

const roleIs =
  (...roles: HostRole[]): NonNullable<Routine["forWhom"]> =>
  (host) =>
    roles.includes(host.role);
const conhost = { program: "conhost", command: "\\??\\C:\\Windows\\system32\\conhost.exe 0xffffffff -ForceV1", chance: 0.6 };

const everywhere = systemRoutines.filter((r) => r.as !== undefined && r.program !== "lynxupdate" && !r.program.startsWith("search"));

/** Scheduled and service work on servers and laboratory machines, day and night. */
export const serverRoutines: readonly Routine[] = [
  ...everywhere.map((r) => ({ ...r, perDay: r.perDay * 0.7 })),
  {
    program: "wmiprvse",
    parent: "dcom",
    as: "network",
    command: "C:\\Windows\\system32\\wbem\\wmiprvse.exe -secured -Embedding",
    perDay: 2,
  },
  {
    program: "svchost",
    parent: "services",
    as: "network",
    command: "C:\\Windows\\System32\\svchost.exe -k NetworkService -p -s WinRM",
    perDay: 0.2,
  },
  {
    program: "w3wp",
    parent: "services",
    as: "network",
    command:
      'c:\\windows\\system32\\inetsrv\\w3wp.exe -ap "MeridianPortal" -v "v4.0" -l "webengine4.dll" -a \\\\.\\pipe\\iisipm{guid} -h "C:\\inetpub\\temp\\apppools\\MeridianPortal.config" -w "" -m 0',
    perDay: 1,
    forWhom: roleIs("application"),
  },
  {
    program: "cmd",
    parent: "schedule",
    as: "system",
    command: 'C:\\Windows\\SYSTEM32\\cmd.exe /c "D:\\Meridian\\jobs\\export_orders.cmd {n}"',
    perDay: 4,
    forWhom: roleIs("application"),
    children: [
      conhost,
      {
        program: "sqlcmd",
        command: 'sqlcmd -S LRN-SQL01\\ERP -E -Q "exec dbo.export_orders {n}" -o D:\\Meridian\\out\\orders_{n}.csv',
        chance: 0.95,
      },
      { program: "robocopy", command: "robocopy D:\\Meridian\\out \\\\LRN-FS01\\interfaces$ orders_*.csv /MOV /R:2 /W:5", chance: 0.9 },
    ],
  },
  {
    program: "sqlcmd",
    parent: "sqlagent",
    as: "network",
    command: '"SQLCMD.EXE" -E -S LRN-SQL01\\ERP -Q "BACKUP LOG [MERIDIAN] TO DISK = N\'E:\\backup\\log_{n}.trn\'"',
    perDay: 6,
    forWhom: roleIs("database"),
  },
  {
    program: "powershell",
    parent: "sqlagent",
    as: "network",
    command: 'powershell.exe -NoProfile -Command "& D:\\dba\\index_maintenance.ps1 -Batch {n}"',
    perDay: 1,
    forWhom: roleIs("database"),
    children: [conhost],
    modules: ["amsi.dll"],
  },
  {
    program: "holdfastjob",
    parent: "holdfast",
    as: "system",
    command: '"C:\\Program Files\\Holdfast\\hfjob.exe" --job {guid} --stream {n}',
    perDay: 6,
    forWhom: roleIs("backup", "file-server", "database", "application"),
  },
  {
    program: "vssadmin",
    parent: "holdfast",
    as: "system",
    command: "vssadmin.exe list shadows",
    perDay: 1,
    forWhom: roleIs("backup", "file-server", "database"),
    children: [conhost],
  },
  {
    program: "wbengine",
    parent: "services",
    as: "system",
    command: '"C:\\Windows\\system32\\wbengine.exe"',
    perDay: 0.5,
    forWhom: roleIs("domain-controller"),
  },
  {
    program: "spoolsv",
    parent: "services",
    as: "system",
    command: "C:\\Windows\\System32\\spoolsv.exe",
    perDay: 0.5,
    forWhom: roleIs("print-server"),
  },
  {
    program: "labelsvc",
    parent: "services",
    as: "system",
    command: '"C:\\Program Files\\Labelright\\lrsvc.exe" -queue {n}',
    perDay: 3,
    forWhom: roleIs("print-server"),
  },
  {
    program: "cscript",
    parent: "schedule",
    as: "system",
    command: "cscript.exe //NoLogo C:\\Scripts\\queue_watch.vbs /q:{n}",
    perDay: 6,
    forWhom: roleIs("print-server", "mail-relay"),
    children: [conhost],
  },
  {
    program: "powershell",
    parent: "schedule",
    as: "system",
    command: "powershell.exe -NoProfile -ExecutionPolicy RemoteSigned -File C:\\Scripts\\stale_accounts.ps1 -Days 90",
    perDay: 1,
    forWhom: roleIs("domain-controller"),
    children: [conhost],
    modules: ["amsi.dll"],
  },
  {
    program: "dkrun",
    parent: "dkagent",
    as: "system",
    command: '"C:\\Program Files\\Deploykeeper\\dkrun.exe" /replicate /package {pkg} /nonce {hex}',
    perDay: 5,
    forWhom: roleIs("deployment"),
  },
  { program: "msiexec", parent: "services", as: "system", command: "C:\\Windows\\system32\\msiexec.exe /V", perDay: 0.15 },
  {
    program: "spectra",
    parent: "schedule",
    as: "system",
    command: "C:\\SpectraSuite\\bin\\acquire.exe --plan {n} --relay relay.photonix-lab.example",
    perDay: 0.3,
    lifeS: 20_000,
    forWhom: roleIs("lab"),
    service: "spectrometer",
  },
];
