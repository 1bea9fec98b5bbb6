import type { Host } from "../world/hosts.ts";
import type { Person } from "../world/people.ts";
import { openStream } from "../random-stream.ts";
import type { Routine } from "./routine.ts";

const inDepartment =
  (...names: string[]) =>
  (_: Host, person: Person | undefined): boolean =>
    person !== undefined && names.includes(person.department);
/** A habit some hosts have and others do not. */
const on =
  (share: number, name: string) =>
  (host: Host): boolean =>
    openStream(0, `habit/${name}/${host.name}`).chance(share);

const conhost = { program: "conhost", command: "\\??\\C:\\Windows\\system32\\conhost.exe 0xffffffff -ForceV1", chance: 0.5 };
const sys = "C:\\Windows\\system32\\";

/** What Windows and the managed software do by themselves. */
export const systemRoutines: readonly Routine[] = [
  {
    program: "backgroundtask",
    parent: "dcom",
    command: `"${sys}backgroundTaskHost.exe" -ServerName:App.AppX{hex}.mca`,
    perDay: 0.7,
    whileActive: true,
  },
  { program: "runtimebroker", parent: "dcom", command: `${sys}RuntimeBroker.exe -Embedding`, perDay: 0.5, whileActive: true },
  {
    program: "dllhost",
    parent: "dcom",
    command: `${sys}DllHost.exe /Processid:{{com}}`,
    perDay: 0.8,
    whileActive: true,
    modules: ["thumbcache.dll"],
  },
  {
    program: "searchprotocol",
    parent: "search",
    as: "system",
    command: `"${sys}SearchProtocolHost.exe" Global\\UsGthrFltPipeMssGthrPipe{n}_ Global\\UsGthrCtrlFltPipeMssGthrPipe{n} 1 -2147483646 "Software\\Microsoft\\Windows Search"`,
    perDay: 0.9,
  },
  { program: "searchfilter", parent: "search", as: "local", command: `"${sys}SearchFilterHost.exe" 0 {n} {n} {n} 8192 {n}`, perDay: 0.6 },
  {
    program: "taskhostw",
    parent: "schedule",
    command: "taskhostw.exe -RegisterDevice -SettingChange -Full",
    perDay: 0.4,
    whileActive: true,
  },
  { program: "taskhostw", parent: "schedule", as: "system", command: "taskhostw.exe {hex}", perDay: 0.4 },
  { program: "usocore", parent: "dcom", as: "system", command: `${sys}mousocoreworker.exe -Embedding`, perDay: 0.5, service: "osUpdate" },
  { program: "usoclient", parent: "schedule", as: "system", command: `${sys}usoclient.exe StartScan`, perDay: 0.5 },
  {
    program: "compattel",
    parent: "schedule",
    as: "system",
    command: `${sys}compattelrunner.exe -maintenance`,
    perDay: 0.15,
    children: [conhost],
    service: "osTelemetry",
  },
  {
    program: "wmiprvse",
    parent: "dcom",
    as: "network",
    command: `${sys}wbem\\wmiprvse.exe -secured -Embedding`,
    perDay: 0.7,
    modules: ["wbemcomn.dll", "amsi.dll"],
  },
  { program: "svchost", parent: "services", as: "system", command: `${sys}svchost.exe -k netsvcs -p -s {svc}`, perDay: 1.4 },
  {
    program: "svchost",
    parent: "services",
    as: "local",
    command: `${sys}svchost.exe -k LocalServiceNetworkRestricted -p -s {svc}`,
    perDay: 0.4,
  },
  { program: "sppsvc", parent: "services", as: "network", command: `${sys}sppsvc.exe`, perDay: 0.3 },
  { program: "trustedinstaller", parent: "services", as: "system", command: "C:\\Windows\\servicing\\TrustedInstaller.exe", perDay: 0.12 },
  {
    program: "tiworker",
    parent: "dcom",
    as: "system",
    command: "C:\\Windows\\winsxs\\amd64_microsoft-windows-servicingstack_31bf3856ad364e35_10.0.22621.3520_none\\TiWorker.exe -Embedding",
    perDay: 0.12,
  },
  {
    program: "lynxupdate",
    parent: "schedule",
    as: "system",
    command: '"C:\\Program Files (x86)\\Lynxfield\\Update\\LynxfieldUpdate.exe" /ua /installsource scheduler',
    perDay: 0.9,
    service: "browserUpdate",
    children: [
      {
        program: "lynxupdate",
        command:
          '"C:\\Program Files (x86)\\Lynxfield\\Update\\LynxfieldUpdate.exe" /handoff "appguid={{guid}}&needsadmin=true" /sessionid "{{guid}}"',
        chance: 0.06,
      },
    ],
  },
  {
    program: "edrscan",
    parent: "edr",
    as: "system",
    command: '"C:\\Program Files\\Sentrel\\Agent\\SentrelScan.exe" -quick -job {guid}',
    perDay: 0.7,
    lifeS: 300,
  },
  {
    program: "edrupdate",
    parent: "edr",
    as: "system",
    command: '"C:\\Program Files\\Sentrel\\Agent\\SentrelUpdate.exe" /check /channel:stable /session:{n}',
    perDay: 0.9,
    service: "avSignatures",
  },
  {
    program: "powershell",
    parent: "dkagent",
    as: "system",
    command:
      'powershell.exe -NoProfile -NonInteractive -ExecutionPolicy Bypass -File "C:\\ProgramData\\Deploykeeper\\cache\\{guid}\\inventory.ps1"',
    perDay: 0.7,
    children: [conhost],
    modules: ["amsi.dll"],
  },
  {
    program: "dkrun",
    parent: "dkagent",
    as: "system",
    command: '"C:\\Program Files\\Deploykeeper\\dkrun.exe" /policy {n} /nonce {hex}',
    perDay: 0.5,
    service: "deploy",
  },
  { program: "gpupdate", parent: "schedule", as: "system", command: "gpupdate.exe /target:computer", perDay: 0.2, children: [conhost] },
  { program: "defrag", parent: "schedule", as: "system", command: `${sys}defrag.exe -c -h -k -g -$`, perDay: 0.07 },
  { program: "werfault", parent: "dcom", command: `${sys}WerFault.exe -u -p {n} -s {n}`, perDay: 0.04, whileActive: true },
];

/** What people do. */
export const userRoutines: readonly Routine[] = [
  {
    program: "outlook",
    parent: "explorer",
    command: '"C:\\Program Files\\Microsoft Office\\root\\Office16\\OUTLOOK.EXE"',
    watched: true,
    perDay: 0.8,
    lifeS: 20_000,
    service: "mail",
    modules: ["winhttp.dll"],
  },
  {
    program: "winword",
    parent: "explorer",
    command: '"C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE" /n "C:\\Users\\{user}\\Documents\\{doc}.docx" /o ""',
    perDay: 0.7,
    lifeS: 3_000,
    children: [{ program: "splwow64", command: "C:\\Windows\\splwow64.exe 12288", chance: 0.12 }],
    writes: "C:\\Users\\{user}\\AppData\\Local\\Temp\\~DF{hex}.TMP",
  },
  {
    program: "excel",
    parent: "explorer",
    command: '"C:\\Program Files\\Microsoft Office\\root\\Office16\\EXCEL.EXE" "C:\\Users\\{user}\\Documents\\{doc}.xlsx"',
    perDay: 0.9,
    lifeS: 3_000,
    modules: ["vbe7.dll"],
  },
  {
    program: "excel",
    parent: "explorer",
    command: '"C:\\Program Files\\Microsoft Office\\root\\Office16\\EXCEL.EXE" "H:\\Finance\\Close\\{doc}.xlsm"',
    perDay: 0.6,
    lifeS: 3_000,
    forWhom: inDepartment("Finance"),
    modules: ["vbe7.dll"],
  },
  {
    program: "powerpnt",
    parent: "explorer",
    command: '"C:\\Program Files\\Microsoft Office\\root\\Office16\\POWERPNT.EXE" "C:\\Users\\{user}\\Documents\\{doc}.pptx" /ou ""',
    perDay: 0.3,
    lifeS: 2_000,
  },
  {
    program: "lynxfield",
    parent: "explorer",
    command: '"C:\\Program Files\\Lynxfield\\Browser\\lynxfield.exe"',
    watched: true,
    perDay: 1,
    lifeS: 9_000,
    children: [
      {
        program: "lynxfield",
        command:
          '"C:\\Program Files\\Lynxfield\\Browser\\lynxfield.exe" --type=renderer --field-trial-handle={n},{n},262144 --lang=en-GB --renderer-client-id={n}',
        chance: 0.6,
      },
      {
        program: "lynxfield",
        command: '"C:\\Program Files\\Lynxfield\\Browser\\lynxfield.exe" --type=gpu-process --field-trial-handle={n},{n},262144',
        chance: 0.3,
      },
    ],
    writes: "C:\\Users\\{user}\\Downloads\\{doc}.pdf",
  },
  {
    program: "msedge",
    parent: "explorer",
    command: '"C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe" --single-argument https://intranet.tamarindholt.example/',
    perDay: 0.3,
    lifeS: 2_000,
  },
  {
    program: "corvid",
    parent: "explorer",
    command: '"C:\\Users\\{user}\\AppData\\Local\\CorvidChat\\app-5.21.4\\CorvidChat.exe" --process-start-args "--hidden"',
    perDay: 0.6,
    lifeS: 20_000,
    service: "chat",
    children: [
      {
        program: "corvid",
        command:
          '"C:\\Users\\{user}\\AppData\\Local\\CorvidChat\\app-5.21.4\\CorvidChat.exe" --type=utility --utility-sub-type=network.mojom --user-data-dir="C:\\Users\\{user}\\AppData\\Roaming\\Corvid" --mojo={n}',
        chance: 0.5,
      },
    ],
    forWhom: (h) => on(0.7, "corvid")(h),
  },
  {
    program: "corvidupdate",
    parent: "explorer",
    command: '"C:\\Users\\{user}\\AppData\\Local\\CorvidChat\\Update.exe" --checkForUpdate https://rt3.corvid-chat.example/win64/',
    perDay: 0.4,
    service: "chatFiles",
    forWhom: (h) => on(0.7, "corvid")(h),
  },
  {
    program: "halyard",
    parent: "explorer",
    command: '"C:\\Program Files\\Halyard\\PDF\\HalyardPDF.exe" "C:\\Users\\{user}\\Downloads\\{doc}.pdf"',
    perDay: 0.6,
    lifeS: 900,
  },
  {
    program: "notepad",
    parent: "explorer",
    command: '"C:\\Windows\\system32\\notepad.exe" C:\\Users\\{user}\\Desktop\\{doc}.txt',
    perDay: 0.3,
  },
  { program: "calc", parent: "explorer", command: '"C:\\Windows\\System32\\calc.exe"', perDay: 0.15 },
  { program: "snip", parent: "explorer", command: '"C:\\Windows\\system32\\SnippingTool.exe" /clip', perDay: 0.2 },
  {
    program: "postern",
    parent: "explorer",
    command: '"C:\\Program Files\\Postern\\Meet\\PosternMeet.exe" --url=postern://join/{n}-{n}',
    perDay: 0.5,
    lifeS: 2_700,
    service: "video",
  },
  {
    program: "mererp",
    parent: "explorer",
    command: '"C:\\Program Files\\Meridian\\ERP\\mererp.exe" -env PROD -session {hex}',
    perDay: 0.9,
    lifeS: 8_000,
    forWhom: inDepartment("Finance", "Operations", "Sales"),
  },
  {
    program: "quillcad",
    parent: "explorer",
    command: '"C:\\Program Files\\Quillsoft\\QuillCAD 2026\\quillcad.exe" "P:\\projects\\{n}\\{doc}.qdw"',
    perDay: 0.9,
    lifeS: 9_000,
    forWhom: inDepartment("Engineering", "Research"),
    service: "quillLicense",
  },
  {
    program: "packrat",
    parent: "explorer",
    command: '"C:\\Program Files\\Packrat\\packrat.exe" a "C:\\Users\\{user}\\Documents\\{doc}.zip" "C:\\Users\\{user}\\Documents\\{doc}"',
    perDay: 0.06,
    lifeS: 60,
  },
  {
    program: "stackbench",
    parent: "explorer",
    command: '"C:\\Users\\{user}\\AppData\\Local\\Programs\\Stackbench\\stackbench.exe" "C:\\dev\\{user}\\fw-tools"',
    perDay: 0.8,
    lifeS: 15_000,
    forWhom: inDepartment("Engineering"),
    children: [
      { program: "git", command: "git.exe -c core.quotepath=false status -z -u", chance: 0.9 },
      { program: "git", command: "git.exe rev-parse --show-toplevel", chance: 0.5 },
      {
        program: "node",
        command: '"C:\\Program Files\\nodejs\\node.exe" --max-old-space-size=3072 tsserver.js --locale en --pipe {hex}',
        chance: 0.7,
      },
    ],
  },
  {
    program: "cmd",
    parent: "explorer",
    command: '"C:\\Windows\\system32\\cmd.exe"',
    perDay: 0.7,
    lifeS: 1_500,
    forWhom: inDepartment("Engineering", "IT"),
    children: [
      conhost,
      { program: "ping", command: "ping 10.20.0.10", chance: 0.2 },
      { program: "git", command: "git pull --rebase", chance: 0.4 },
      { program: "ipconfig", command: "ipconfig /all", chance: 0.15 },
    ],
  },
  {
    program: "powershell",
    parent: "explorer",
    command: '"C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe"',
    perDay: 1,
    lifeS: 2_000,
    forWhom: inDepartment("IT"),
    modules: ["amsi.dll"],
    children: [
      conhost,
      { program: "nslookup", command: "nslookup lrn-app02", chance: 0.3 },
      { program: "whoami", command: "whoami", chance: 0.2 },
      { program: "quser", command: "quser /server:lrn-jmp01", chance: 0.3 },
      { program: "tasklist", command: "tasklist /s LRN-APP02 /svc", chance: 0.15 },
    ],
  },
  {
    program: "mstsc",
    parent: "explorer",
    command: '"C:\\Windows\\system32\\mstsc.exe" /v:lrn-jmp01',
    perDay: 0.9,
    lifeS: 4_000,
    forWhom: inDepartment("IT"),
  },
  {
    program: "mmc",
    parent: "explorer",
    command: '"C:\\Windows\\system32\\mmc.exe" "C:\\Windows\\system32\\dsa.msc"',
    perDay: 0.5,
    lifeS: 1_500,
    forWhom: inDepartment("IT"),
  },
  {
    program: "python",
    parent: "explorer",
    command: '"C:\\Program Files\\Python312\\python.exe" "C:\\Users\\{user}\\analysis\\fit_{n}.py"',
    perDay: 0.5,
    lifeS: 400,
    forWhom: inDepartment("Research"),
  },
  { program: "taskmgr", parent: "explorer", command: '"C:\\Windows\\system32\\taskmgr.exe" /4', perDay: 0.05 },
  { program: "control", parent: "explorer", command: '"C:\\Windows\\System32\\control.exe" printers', perDay: 0.03 },
  { program: "smartscreen", parent: "dcom", command: "C:\\Windows\\System32\\smartscreen.exe -Embedding", perDay: 0.4 },
  { program: "consent", parent: "schedule", as: "system", command: "consent.exe {n} {n} 000001C{hex}", perDay: 0.08 },
  {
    program: "tidewater",
    parent: "explorer",
    command: '"C:\\Program Files\\Tidewater\\VPN\\tidewaterui.exe" --tray',
    perDay: 0.3,
    lifeS: 20_000,
    forWhom: (h) => h.kind === "laptop",
  },
];
