import type { Host } from "../world/hosts.ts";
import type { Person } from "../world/people.ts";
import { openStream } from "../random-stream.ts";
import type { Routine } from "./routine.ts";
import { conhost } from "./system-routines.ts";

const inDepartment =
  (...names: string[]) =>
  (_: Host, person: Person | undefined): boolean =>
    person !== undefined && names.includes(person.department);
/** A habit some hosts have and others do not. */
const on =
  (share: number, name: string) =>
  (host: Host): boolean =>
    openStream(0, `habit/${name}/${host.name}`).chance(share);

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
