import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

const ip = ["/usr/sbin/ip", "/sbin/ip", "/usr/bin/ip"].find((path) => existsSync(path));
const enter = (command: string): string[] => ["-rn", "sh", "-c", `${ip ?? "ip"} link set lo up && ${command}`];

/** Why a program cannot be run in a network of its own here; undefined when it can. Needs Linux, `ip` and user namespaces. */
export function whyNoOwnNetwork(): string | undefined {
  if (process.platform !== "linux") return "only Linux has network namespaces";
  if (ip === undefined) return "ip (iproute2) is not installed";
  return spawnSync("unshare", enter("true")).status === 0 ? undefined : "this machine permits no network namespaces";
}

/** Connections and datagrams that would have left, as the kernel counted them; a look-up of a name is one. */
export interface Attempts {
  readonly v4: number;
  readonly v6: number;
}

export interface OffNetwork extends Attempts {
  readonly stdout: string;
}

/**
 * Runs a program where there is nothing but the loopback address, and counts what it, its children and all native code in
 * them would have sent elsewhere. `env` is all of its environment.
 */
export async function runOffNetwork(command: readonly string[], env: Readonly<Record<string, string>>): Promise<OffNetwork> {
  const quoted = command.map((part) => `'${part.replaceAll("'", "'\\''")}'`).join(" ");
  const script = `${quoted}; code=$?; echo; cat /proc/net/snmp /proc/net/snmp6; exit $code`;
  const child = spawn("unshare", enter(`{ ${script}; }`), { env, stdio: ["ignore", "pipe", "pipe"] });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const code = await new Promise<number | null>((done) => child.once("close", done));
  if (code !== 0) throw new Error(`${command.join(" ")} ended with ${code}: ${stdout}${stderr}`);
  return { stdout, ...countUnrouted(stdout) };
}

/** What was counted so far in the network this process is in. */
export const attemptsSoFar = (): Attempts =>
  countUnrouted(`${readFileSync("/proc/net/snmp", "utf8")}\n${readFileSync("/proc/net/snmp6", "utf8")}`);

function countUnrouted(text: string): Attempts {
  const [names, counts] = text
    .split("\n")
    .filter((line) => line.startsWith("Ip: "))
    .map((line) => line.split(" "));
  const v4 = counts?.[names?.indexOf("OutNoRoutes") ?? -1];
  const v6 = /^Ip6OutNoRoutes\s+(\d+)$/m.exec(text)?.[1];
  if (v4 === undefined) throw new Error(`the kernel counts nothing here: ${text.slice(-400)}`);
  return { v4: Number(v4), v6: Number(v6 ?? 0) };
}
