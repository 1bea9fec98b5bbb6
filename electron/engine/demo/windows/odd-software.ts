import { openStream } from "../random-stream.ts";
import { hourUs, minuteUs, secondUs } from "../world/calendar.ts";
import { systemAccount } from "./machine.ts";
import { oneOff, program } from "./programs.ts";
import { atDesk, recorder, type Scene } from "./scene.ts";
import { exit, launch, wrote } from "./sysmon.ts";

/** Programs that are new or rare because software changes. */
export function oddSoftware(scene: Scene): void {
  softwareWave(scene);
  freshBuilds(scene);
  quarterEnd(scene);
  firstDay(scene);
}

/** A package goes out to the estate on two days; every installer unpacks itself under a number. */
function softwareWave(s: Scene): void {
  const wave = [
    { day: 3, pkg: 127, name: "HalyardPDF_12.1_x64.exe", company: "Halyard Documents Inc" },
    { day: 9, pkg: 131, name: "CorvidChat_5.22.0.exe", company: "Corvid Collaborative Ltd" },
  ].find((w) => w.day === s.day.index);
  if (wave === undefined) return;
  const setup = oneOff(`C:\\ProgramData\\Deploykeeper\\cache\\PKG${wave.pkg}\\${wave.name}`, {
    company: wave.company,
    product: "Setup",
    description: "Setup Launcher",
    originalName: "setup.exe",
    signed: true,
    versions: ["12.1.0.0"],
  });
  for (const at of s.world.presence[s.day.index] ?? []) {
    if (at.host.os !== "windows" || at.host.role !== "workstation" || at.person === undefined) continue;
    const to = recorder(s, at.host, "wave");
    if (!to.random.chance(0.7)) continue;
    const tsUs = Math.round(to.random.uniform(at.fromUs, at.toUs - minuteUs));
    const runner = launch(to, {
      program: program("dkrun"),
      parent: to.machine.standing("dkagent"),
      command: `"C:\\Program Files\\Deploykeeper\\dkrun.exe" /install PKG${wave.pkg} /nonce ${to.random.hex(12)}`,
      account: systemAccount,
      tsUs,
    });
    wrote(to, runner, tsUs + 3 * secondUs, setup.image);
    const installer = launch(to, {
      program: setup,
      parent: runner,
      command: `"${setup.image}" /quiet /norestart /log C:\\Windows\\Temp\\dk_${to.random.int(1000, 9999)}.log`,
      account: systemAccount,
      tsUs: tsUs + 5 * secondUs,
    });
    launch(to, {
      program: program("msiexec"),
      parent: installer,
      command: `msiexec.exe /i "C:\\Windows\\Temp\\{${to.random.guid().toUpperCase()}}\\package.msi" /qn`,
      account: systemAccount,
      tsUs: tsUs + 9 * secondUs,
    });
  }
}

/** Firmware developers run what they compiled a minute ago: unsigned, never seen before, gone tomorrow. */
function freshBuilds(s: Scene): void {
  for (const at of atDesk(s, "Engineering")) {
    const to = recorder(s, at.host, "builds");
    const desk = to.machine.desktop;
    if (desk === undefined || !openStream(s.world.seed, `develops/${at.host.name}`).chance(0.4)) continue;
    const count = to.random.poisson(2.2);
    for (let n = 0; n < count; n++) {
      const tool = to.random.pick(["flashtool", "bootsim", "canreplay", "unittests", "crcgen"]);
      const built = oneOff(`C:\\dev\\{user}\\fw-tools\\build\\Debug\\${tool}.exe`, { key: `build/${to.random.hex(8)}` });
      const tsUs = Math.round(to.random.uniform(at.activeFromUs, at.activeToUs));
      const shell = launch(to, {
        program: program("cmd"),
        parent: desk.explorer,
        command: '"C:\\Windows\\system32\\cmd.exe"',
        account: desk.account,
        tsUs: tsUs - 4 * minuteUs,
      });
      const run = launch(to, {
        program: built,
        parent: shell,
        command: `build\\Debug\\${tool}.exe --port COM${to.random.int(3, 9)} --image fw_${to.random.int(100, 999)}.bin`,
        account: desk.account,
        tsUs,
        directory: `C:\\dev\\${desk.account.sam}\\fw-tools\\`,
      });
      exit(to, run, tsUs + to.random.int(2, 90) * secondUs);
    }
  }
}

/** Once a quarter finance runs a workbook that starts a script of its own. */
function quarterEnd(s: Scene): void {
  if (s.day.index !== 7) return;
  for (const at of atDesk(s, "Finance").slice(0, 3)) {
    const to = recorder(s, at.host, "quarter");
    const desk = to.machine.desktop;
    if (desk === undefined) continue;
    const tsUs = Math.round(to.random.uniform(at.activeFromUs + hourUs, at.activeToUs - hourUs));
    const excel = launch(to, {
      program: program("excel"),
      parent: desk.explorer,
      command: '"C:\\Program Files\\Microsoft Office\\root\\Office16\\EXCEL.EXE" "H:\\Finance\\Close\\Q1 consolidation.xlsm"',
      account: desk.account,
      tsUs,
    });
    const script = launch(to, {
      program: program("cscript"),
      parent: excel,
      command: 'cscript.exe //NoLogo "H:\\Finance\\Close\\export_ledger.vbs" 2026 Q1',
      account: desk.account,
      tsUs: tsUs + 9 * minuteUs,
    });
    launch(to, {
      program: program("sqlcmd"),
      parent: script,
      command: "sqlcmd -S LRN-SQL01\\ERP -E -i H:\\Finance\\Close\\ledger.sql",
      account: desk.account,
      tsUs: tsUs + 9 * minuteUs + 2 * secondUs,
    });
  }
}

/** A new colleague's computer is set up on the second Monday. */
function firstDay(s: Scene): void {
  if (s.day.index !== 7) return;
  const at = (s.world.presence[7] ?? []).find((p) => p.person?.startsDay === 7 && p.host.os === "windows");
  if (at === undefined) return;
  const to = recorder(s, at.host, "first-day");
  const desk = to.machine.desktop;
  if (desk === undefined) return;
  const tools = ["postern", "corvidupdate", "halyard", "quillcad"];
  for (const [n, key] of tools.entries()) {
    const about = program(key);
    const name = `${about.product.replaceAll(" ", "")}Setup_${to.random.int(10, 99)}.exe`;
    const setup = oneOff(`C:\\Users\\{user}\\Downloads\\${name}`, {
      company: about.company,
      product: about.product,
      description: "Installer",
      originalName: "setup.exe",
      signed: true,
      versions: ["1.0.0.0"],
    });
    const tsUs = at.activeFromUs + (40 + n * 11) * minuteUs;
    const run = launch(to, {
      program: setup,
      parent: desk.explorer,
      command: `"C:\\Users\\${desk.account.sam}\\Downloads\\${name}"`,
      account: desk.account,
      tsUs,
      integrity: "High",
    });
    exit(to, run, tsUs + 3 * minuteUs);
  }
}
