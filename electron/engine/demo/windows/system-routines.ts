import type { Routine } from "./routine.ts";

/** The window of a console program. */
export const conhost = { program: "conhost", command: "\\??\\C:\\Windows\\system32\\conhost.exe 0xffffffff -ForceV1", chance: 0.5 };
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
