/**
 * What an attacker's console says about who and what to look for. The recordings' metadata hold it as free text; this reads out of it the
 * identifiers that a subject can be held against, so that no label is made by hand.
 */

/** The block of that name in the metadata's YAML: all lines indented deeper than its key. */
export function adversaryView(yaml: string): string {
  const lines = yaml.split(/\r?\n/);
  const at = lines.findIndex((line) => /^\s*adversary_view\s*:/.test(line));
  if (at < 0) return "";
  const indent = lines[at]?.search(/\S/) ?? 0;
  const rest = lines.slice(at + 1);
  const end = rest.findIndex((line) => line.trim() !== "" && line.search(/\S/) <= indent);
  return rest.slice(0, end < 0 ? rest.length : end).join("\n");
}

export interface Clues {
  readonly pids: ReadonlySet<string>;
  /** Lower-case names of programs and scripts that are quoted. */
  readonly files: ReadonlySet<string>;
  /** Lower-case command lines that were typed or tasked, without quotes. */
  readonly commands: readonly string[];
  readonly users: ReadonlySet<string>;
  /** Short names, lower case. */
  readonly hosts: ReadonlySet<string>;
}

const filePattern = /[\w.-]+\.(?:exe|dll|ps1|bat|vbs|hta|sct|xll|msi|aspx|js|wsf|chm|xsl|py)\b/gi;
/** Their own consoles', and what every process loads. */
const ubiquitous = new Set(["lsass.exe", "amsi.dll"]);
const plain = (text: string): string => text.toLowerCase().replaceAll('"', "").replaceAll(/\s+/g, " ").trim();

function commandsOf(view: string): string[] {
  const typed = view.split("\n").flatMap((line) => {
    const prompt = /^\s*(?:PS )?[A-Za-z]:\\[^>]*>\s*(\S.*)$/.exec(line)?.[1];
    const tasked = /(?:\) > shell |\/shellcommand:"|\/command:"[^"]*command=\\?"?)(.*)$/i.exec(line)?.[1];
    const bare = /^\s*((?:[A-Za-z]:\\\S+\.exe|[\w-]+\.exe|netsh|reg|REG|wmic|mshta|net)\s+\S.*)$/.exec(line)?.[1];
    return [prompt, tasked, bare].filter((c) => c !== undefined);
  });
  return [...new Set(typed.map(plain))].filter((c) => c.split(" ").length >= 2 && !c.startsWith("cd "));
}

/** `named` are the hosts, users and process ids that the labels found quoted literally. */
export function cluesIn(view: string, named: { pids: readonly string[]; users: readonly string[]; hosts: readonly string[] }): Clues {
  const agents = [...view.matchAll(/^\s*\w{8} ps \S+\s+\S+\s+\S+\s+\S+\s+(\d+)/gm)].map((m) => m[1] ?? "");
  const created = [...view.matchAll(/(?:Process(?: ID)?\s*:?|PID|pid)\s+(\d{2,6})\b/g)].map((m) => m[1] ?? "");
  const files = [...view.matchAll(filePattern)].map((m) => m[0].toLowerCase()).filter((f) => !ubiquitous.has(f));
  return {
    pids: new Set([...named.pids, ...agents, ...created]),
    files: new Set(files),
    commands: commandsOf(view),
    users: new Set(named.users.map((u) => u.toLowerCase())),
    hosts: new Set(named.hosts.map((h) => h.toLowerCase().split(".")[0] ?? "")),
  };
}

export const isEmpty = (clues: Clues): boolean => clues.pids.size + clues.files.size + clues.commands.length + clues.users.size === 0;

const baseName = (path: string): string => path.toLowerCase().replace(/^.*[\\/]/, "");

/** A process is meant by its id, its program's or its script's name, or a command line that was typed. */
export function matchesProcess(clues: Clues, process: { pid: string | undefined; image: string; command: string }): boolean {
  if (process.pid !== undefined && clues.pids.has(process.pid)) return true;
  if (clues.files.has(baseName(process.image))) return true;
  const command = plain(process.command);
  if ([...clues.files].some((file) => command.includes(file))) return true;
  const body = command.replace(/^\S*[\\/]/, "").replace(/^([\w-]+)\.exe/, "$1");
  return clues.commands.some((c) => {
    const typed = c.replace(/^\S*[\\/]/, "").replace(/^([\w-]+)\.exe/, "$1");
    const few = typed.split(" ").slice(0, 3).join(" ");
    return body.length > 0 && (body.startsWith(few) || command.includes(typed));
  });
}

/** An account is meant where it is named, on a host that is named when any is. */
export function matchesAccount(clues: Clues, account: string, host: string): boolean {
  const name = account.toLowerCase().replace(/^.*\\/, "");
  return clues.users.has(name) && (clues.hosts.size === 0 || clues.hosts.has(host.toLowerCase().split(".")[0] ?? ""));
}
