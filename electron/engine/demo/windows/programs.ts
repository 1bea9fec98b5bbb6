import { createHash } from "node:crypto";
import { openStream, type Stream } from "../random-stream.ts";
import type { Host } from "../world/hosts.ts";

/** An executable as Sysmon describes it. `image` may hold {user}. */
export interface Program {
  readonly key: string;
  readonly image: string;
  readonly company: string;
  readonly product: string;
  readonly description: string;
  readonly originalName: string;
  readonly versions: readonly string[];
  readonly signed: boolean;
}

const sys = "C:\\Windows\\System32\\";
const verdian = "Microsoft Corporation";
const windowsProduct = "Microsoft® Windows® Operating System";
const office = "C:\\Program Files\\Microsoft Office\\root\\Office16\\";

/** key | image | company | product | description */
const table = `
svchost|${sys}svchost.exe|${verdian}|${windowsProduct}|Host Process for Windows Services
services|${sys}services.exe|${verdian}|${windowsProduct}|Services and Controller app
lsass|${sys}lsass.exe|${verdian}|${windowsProduct}|Local Security Authority Process
wininit|${sys}wininit.exe|${verdian}|${windowsProduct}|Windows Start-Up Application
winlogon|${sys}winlogon.exe|${verdian}|${windowsProduct}|Windows Logon Application
userinit|${sys}userinit.exe|${verdian}|${windowsProduct}|Userinit Logon Application
logonui|${sys}LogonUI.exe|${verdian}|${windowsProduct}|Windows Logon User Interface Host
explorer|C:\\Windows\\explorer.exe|${verdian}|${windowsProduct}|Windows Explorer
taskhostw|${sys}taskhostw.exe|${verdian}|${windowsProduct}|Host Process for Windows Tasks
backgroundtask|${sys}backgroundTaskHost.exe|${verdian}|${windowsProduct}|Background Task Host
runtimebroker|${sys}RuntimeBroker.exe|${verdian}|${windowsProduct}|Runtime Broker
dllhost|${sys}dllhost.exe|${verdian}|${windowsProduct}|COM Surrogate
conhost|${sys}conhost.exe|${verdian}|${windowsProduct}|Console Window Host
cmd|${sys}cmd.exe|${verdian}|${windowsProduct}|Windows Command Processor
powershell|${sys}WindowsPowerShell\\v1.0\\powershell.exe|${verdian}|${windowsProduct}|Windows PowerShell
wscript|${sys}wscript.exe|${verdian}|Microsoft® Windows Script Host|Microsoft® Windows Based Script Host
cscript|${sys}cscript.exe|${verdian}|Microsoft® Windows Script Host|Microsoft® Console Based Script Host
rundll32|${sys}rundll32.exe|${verdian}|${windowsProduct}|Windows host process (Rundll32)
msiexec|${sys}msiexec.exe|${verdian}|Windows Installer - Unicode|Windows® installer
schtasks|${sys}schtasks.exe|${verdian}|${windowsProduct}|Task Scheduler Configuration Tool
gpupdate|${sys}gpupdate.exe|${verdian}|${windowsProduct}|Microsoft® Group Policy Update Utility
gpscript|${sys}gpscript.exe|${verdian}|${windowsProduct}|Group Policy Script Application
usocore|${sys}MoUsoCoreWorker.exe|${verdian}|${windowsProduct}|MoUSO Core Worker Process
usoclient|${sys}UsoClient.exe|${verdian}|${windowsProduct}|UsoClient
compattel|${sys}CompatTelRunner.exe|${verdian}|${windowsProduct}|Microsoft Compatibility Telemetry
searchprotocol|${sys}SearchProtocolHost.exe|${verdian}|Windows® Search|Microsoft Windows Search Protocol Host
searchfilter|${sys}SearchFilterHost.exe|${verdian}|Windows® Search|Microsoft Windows Search Filter Host
wmiprvse|${sys}wbem\\WmiPrvSE.exe|${verdian}|${windowsProduct}|WMI Provider Host
wmic|${sys}wbem\\WMIC.exe|${verdian}|${windowsProduct}|WMI Commandline Utility
net|${sys}net.exe|${verdian}|${windowsProduct}|Net Command
net1|${sys}net1.exe|${verdian}|${windowsProduct}|Net Command
whoami|${sys}whoami.exe|${verdian}|${windowsProduct}|whoami - displays logged on user information
nltest|${sys}nltest.exe|${verdian}|${windowsProduct}|Microsoft® Logon Server Test Utility
ipconfig|${sys}ipconfig.exe|${verdian}|${windowsProduct}|IP Configuration Utility
ping|${sys}PING.EXE|${verdian}|${windowsProduct}|TCP/IP Ping Command
nslookup|${sys}nslookup.exe|${verdian}|${windowsProduct}|nslookup
tasklist|${sys}tasklist.exe|${verdian}|${windowsProduct}|Lists the current running tasks
quser|${sys}quser.exe|${verdian}|${windowsProduct}|Query User Utility
systeminfo|${sys}systeminfo.exe|${verdian}|${windowsProduct}|Displays system information
mstsc|${sys}mstsc.exe|${verdian}|${windowsProduct}|Remote Desktop Connection
mmc|${sys}mmc.exe|${verdian}|${windowsProduct}|Microsoft Management Console
regedit|C:\\Windows\\regedit.exe|${verdian}|${windowsProduct}|Registry Editor
reg|${sys}reg.exe|${verdian}|${windowsProduct}|Registry Console Tool
sc|${sys}sc.exe|${verdian}|${windowsProduct}|Service Control Manager Configuration Tool
notepad|${sys}notepad.exe|${verdian}|${windowsProduct}|Notepad
calc|${sys}calc.exe|${verdian}|${windowsProduct}|Windows Calculator
snip|${sys}SnippingTool.exe|${verdian}|${windowsProduct}|Snipping Tool
taskmgr|${sys}Taskmgr.exe|${verdian}|${windowsProduct}|Task Manager
control|${sys}control.exe|${verdian}|${windowsProduct}|Windows Control Panel
consent|${sys}consent.exe|${verdian}|${windowsProduct}|Consent UI for administrative applications
smartscreen|${sys}smartscreen.exe|${verdian}|${windowsProduct}|Windows Defender SmartScreen
spoolsv|${sys}spoolsv.exe|${verdian}|${windowsProduct}|Spooler SubSystem App
splwow64|C:\\Windows\\splwow64.exe|${verdian}|${windowsProduct}|Print driver host for applications
robocopy|${sys}Robocopy.exe|${verdian}|${windowsProduct}|Microsoft Robocopy
certutil|${sys}certutil.exe|${verdian}|${windowsProduct}|CertUtil.exe
sppsvc|${sys}sppsvc.exe|${verdian}|${windowsProduct}|Microsoft Software Protection Platform Service
trustedinstaller|C:\\Windows\\servicing\\TrustedInstaller.exe|${verdian}|${windowsProduct}|Windows Modules Installer
tiworker|C:\\Windows\\WinSxS\\amd64_microsoft-windows-servicingstack_31bf3856ad364e35_10.0.22621.3520_none\\TiWorker.exe|${verdian}|${windowsProduct}|Windows Modules Installer Worker
defrag|${sys}Defrag.exe|${verdian}|${windowsProduct}|Disk Defragmenter Module
werfault|${sys}WerFault.exe|${verdian}|${windowsProduct}|Windows Problem Reporting
vssadmin|${sys}vssadmin.exe|${verdian}|${windowsProduct}|Command Line Interface for Volume Shadow Copy Service
wbengine|${sys}wbengine.exe|${verdian}|${windowsProduct}|Block Level Backup Engine Service
w3wp|${sys}inetsrv\\w3wp.exe|${verdian}|Internet Information Services|IIS Worker Process
sqlservr|C:\\Program Files\\Microsoft SQL Server\\MSSQL16.ERP\\MSSQL\\Binn\\sqlservr.exe|${verdian}|Microsoft SQL Server|SQL Server Windows NT - 64 Bit
sqlagent|C:\\Program Files\\Microsoft SQL Server\\MSSQL16.ERP\\MSSQL\\Binn\\SQLAGENT.EXE|${verdian}|Microsoft SQL Server|Microsoft SQL Server Agent
sqlcmd|C:\\Program Files\\Microsoft SQL Server\\Client SDK\\ODBC\\170\\Tools\\Binn\\SQLCMD.EXE|${verdian}|Microsoft SQL Server|T-SQL execution command line utility
outlook|${office}OUTLOOK.EXE|${verdian}|Microsoft Outlook|Microsoft Outlook
winword|${office}WINWORD.EXE|${verdian}|Microsoft Office|Microsoft Word
excel|${office}EXCEL.EXE|${verdian}|Microsoft Office|Microsoft Excel
powerpnt|${office}POWERPNT.EXE|${verdian}|Microsoft Office|Microsoft PowerPoint
msedge|C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe|${verdian}|Microsoft Edge|Microsoft Edge
lynxfield|C:\\Program Files\\Lynxfield\\Browser\\lynxfield.exe|Lynxfield Foundation|Lynxfield Browser|Lynxfield Browser
lynxupdate|C:\\Program Files (x86)\\Lynxfield\\Update\\LynxfieldUpdate.exe|Lynxfield Foundation|Lynxfield Update|Lynxfield Installer
corvid|C:\\Users\\{user}\\AppData\\Local\\CorvidChat\\app-5.21.4\\CorvidChat.exe|Corvid Collaborative Ltd|Corvid Chat|Corvid Chat
corvidupdate|C:\\Users\\{user}\\AppData\\Local\\CorvidChat\\Update.exe|Corvid Collaborative Ltd|Corvid Chat|Corvid Chat Update
halyard|C:\\Program Files\\Halyard\\PDF\\HalyardPDF.exe|Halyard Documents Inc|Halyard PDF|Halyard PDF Reader
postern|C:\\Program Files\\Postern\\Meet\\PosternMeet.exe|Postern Communications|Postern Meet|Postern Meet Client
mererp|C:\\Program Files\\Meridian\\ERP\\mererp.exe|Meridian Business Systems|Meridian ERP|Meridian ERP Client
quillcad|C:\\Program Files\\Quillsoft\\QuillCAD 2026\\quillcad.exe|Quillsoft AS|QuillCAD|QuillCAD 2026
packrat|C:\\Program Files\\Packrat\\packrat.exe|Packrat Archivers|Packrat|Packrat archive tool
stackbench|C:\\Users\\{user}\\AppData\\Local\\Programs\\Stackbench\\stackbench.exe|Stackbench GmbH|Stackbench|Stackbench
git|C:\\Program Files\\Git\\cmd\\git.exe|The Git Development Community|Git|Git for Windows
node|C:\\Program Files\\nodejs\\node.exe|Node.js|Node.js|Node.js JavaScript Runtime
python|C:\\Program Files\\Python312\\python.exe|Python Software Foundation|Python|Python
edr|C:\\Program Files\\Sentrel\\Agent\\SentrelAgent.exe|Sentrel Security B.V.|Sentrel Endpoint|Sentrel Endpoint Agent
edrscan|C:\\Program Files\\Sentrel\\Agent\\SentrelScan.exe|Sentrel Security B.V.|Sentrel Endpoint|Sentrel Scanner
edrupdate|C:\\Program Files\\Sentrel\\Agent\\SentrelUpdate.exe|Sentrel Security B.V.|Sentrel Endpoint|Sentrel Updater
dkagent|C:\\Program Files\\Deploykeeper\\dkagent.exe|Deploykeeper Software|Deploykeeper|Deploykeeper Agent
dkrun|C:\\Program Files\\Deploykeeper\\dkrun.exe|Deploykeeper Software|Deploykeeper|Deploykeeper Task Runner
tidewater|C:\\Program Files\\Tidewater\\VPN\\tidewaterui.exe|Tidewater Networks|Tidewater VPN|Tidewater VPN Client
holdfast|C:\\Program Files\\Holdfast\\holdfastd.exe|Holdfast Backup Co|Holdfast Backup|Holdfast Backup Daemon
holdfastjob|C:\\Program Files\\Holdfast\\hfjob.exe|Holdfast Backup Co|Holdfast Backup|Holdfast Job Runner
labelsvc|C:\\Program Files\\Labelright\\lrsvc.exe|Labelright|Labelright Print|Label print service
`;

const unsignedTable = `
spectra|C:\\SpectraSuite\\bin\\acquire.exe|Photonix|SpectraSuite|Acquisition
`;

const rows = (text: string, signed: boolean): Program[] =>
  text
    .trim()
    .split("\n")
    .map((line) => {
      const [key = "", image = "", company = "", product = "", description = ""] = line.split("|");
      const versions = company === verdian ? ["10.0.22621.3520", "10.0.22621.3447"] : versionsOf(key);
      return {
        key,
        image,
        company: company || "-",
        product: product || "-",
        description: description || "-",
        originalName: company === "" ? "-" : fileName(image),
        versions,
        signed,
      };
    });

function versionsOf(key: string): string[] {
  const random = openStream(0, `versions/${key}`);
  const [major, minor] = [random.int(1, 24), random.int(0, 9)];
  return [`${major}.${minor}.${random.int(10, 400)}.0`, `${major}.${minor + 1}.${random.int(0, 40)}.0`];
}

const fileName = (path: string): string => path.slice(path.lastIndexOf("\\") + 1);

const catalogue = new Map([...rows(table, true), ...rows(unsignedTable, false)].map((p) => [p.key, p]));

export function program(key: string): Program {
  const found = catalogue.get(key);
  if (found === undefined) throw new Error(`unknown program ${key}`);
  return found;
}

/** A program that exists in one place only, such as a tool someone carries in. */
export const oneOff = (image: string, about: Partial<Program> = {}): Program => ({
  key: `one-off/${image}`,
  image,
  company: "-",
  product: "-",
  description: "-",
  originalName: "-",
  versions: ["-"],
  signed: false,
  ...about,
});

/** Which version a host runs: most are current, some lag, and one release rolls out in the second week. */
export function versionOn(seed: number, p: Program, host: Host, day: number): string {
  const random: Stream = openStream(seed, `version/${p.key}/${host.name}`);
  const lagging = random.chance(0.14);
  const [first = "-", second] = p.versions;
  if (p.company === verdian) return lagging ? (second ?? first) : first;
  const rolloutDay = 4 + (p.key.length % 5) + random.int(0, 3);
  return second !== undefined && !lagging && day >= rolloutDay ? second : first;
}

const hashes = new Map<string, string>();

/** The Hashes field for a program and version: invented digests, equal for equal software. */
export function hashesOf(p: Program, version: string, salt = ""): string {
  const key = `${p.key}|${version}|${salt}`;
  const known = hashes.get(key);
  if (known !== undefined) return known;
  const hex = (kind: string, length: number): string =>
    createHash("sha256").update(`${kind}|${key}`).digest("hex").toUpperCase().slice(0, length);
  const text = `SHA1=${hex("sha1", 40)},MD5=${hex("md5", 32)},SHA256=${hex("sha256", 64)},IMPHASH=${createHash("sha256").update(`imphash|${p.key}`).digest("hex").toUpperCase().slice(0, 32)}`;
  hashes.set(key, text);
  return text;
}
