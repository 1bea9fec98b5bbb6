import { describe, expect, it } from "vitest";
import { adversaryView, cluesIn, isEmpty, matchesAccount, matchesProcess } from "./adversary-view.ts";

const yaml = [
  "simulation:",
  "  adversary_view: |-",
  "    (Empire: agents) > agents",
  "    AB12CD34 ps 10.0.0.5  WS5  *CORP\\ann  powershell  4380  5/0.0",
  "    C:\\Users\\ann\\Tools>PsTool.exe -s reg save HKLM\\sam out",
  "",
  '    (wardog) > ShellCmd /shellcommand:"C:\\Windows\\InstallUtil.exe /u c:\\x\\payload.dll"',
  "  permissions: [admin]",
  "references: tool.exe",
].join("\n");

const named = { pids: ["77"], users: ["Ann"], hosts: ["WS5.corp.example"] };
const clues = cluesIn(adversaryView(yaml), named);

describe("an attacker's console", () => {
  it("ends where its block ends, and names processes, programs and commands", () => {
    expect(adversaryView(yaml)).not.toContain("tool.exe -");
    expect([...clues.pids].toSorted()).toEqual(["4380", "77"]);
    expect([...clues.files]).toEqual(["pstool.exe", "installutil.exe", "payload.dll"]);
    expect(clues.commands).toContain("pstool.exe -s reg save hklm\\sam out");
  });

  it("means a process by its id, its program, a file in its command line or the command itself, and no other", () => {
    const process = { pid: "9", image: "C:\\Windows\\System32\\svchost.exe", command: "svchost.exe -k netsvcs" };
    expect(matchesProcess(clues, process)).toBe(false);
    expect(matchesProcess(clues, { ...process, pid: "4380" })).toBe(true);
    expect(matchesProcess(clues, { ...process, image: "C:\\T\\PSTOOL.EXE" })).toBe(true);
    expect(matchesProcess(clues, { ...process, command: "rundll32 C:\\x\\payload.dll,Go" })).toBe(true);
    expect(matchesProcess(clues, { pid: undefined, image: "", command: "" })).toBe(false);
  });

  it("means an account only on a host that it names", () => {
    expect(matchesAccount(clues, "corp\\ann", "ws5.corp.example")).toBe(true);
    expect(matchesAccount(clues, "corp\\ann", "dc1.corp.example")).toBe(false);
    expect(isEmpty(cluesIn("", { pids: [], users: [], hosts: [] }))).toBe(true);
  });
});
