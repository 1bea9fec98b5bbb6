import { createHash } from "node:crypto";
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { AppError } from "../../../shared/contract/errors.ts";

/** How another process of the same user reaches a running host: it may ask for a new launch link, or end it. */
const HostState = z.object({ origin: z.string(), adminSecret: z.string(), pid: z.number().int() });
export type HostState = z.infer<typeof HostState>;

/** A folder only this user can look into. One that belongs to somebody else, or is a link, is refused. */
export function openStateDir(base: string = process.env["XDG_RUNTIME_DIR"] ?? tmpdir()): string {
  const dir = join(base, `quarry-${process.getuid?.() ?? "user"}`);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const stat = lstatSync(dir);
  const isOurs = process.getuid === undefined || stat.uid === process.getuid();
  if (!stat.isDirectory() || !isOurs)
    throw new AppError("forbidden", `${dir} belongs to somebody else; remove it and start again`, { file: dir });
  chmodSync(dir, 0o700);
  return dir;
}

/** Of what a host is; one that only looks runs beside one that decides. */
export interface Hosted {
  readonly workspaceDir: string;
  readonly readOnly: boolean;
}

function nameFor({ workspaceDir, readOnly }: Hosted): string {
  const place = existsSync(workspaceDir) ? realpathSync(workspaceDir) : workspaceDir;
  return `${createHash("sha256").update(place).digest("hex").slice(0, 16)}${readOnly ? "-read-only" : ""}`;
}

export function writePrivate(path: string, text: string): void {
  rmSync(path, { force: true });
  writeFileSync(path, text, { mode: 0o600, flag: "wx" });
}

export function writeHostState(dir: string, hosted: Hosted, state: HostState): () => void {
  const path = join(dir, `${nameFor(hosted)}.json`);
  writePrivate(path, JSON.stringify(state));
  return () => rmSync(path, { force: true });
}

export function findHostState(dir: string, hosted: Hosted): HostState | undefined {
  try {
    return HostState.parse(JSON.parse(readFileSync(join(dir, `${nameFor(hosted)}.json`), "utf8")));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    if (error instanceof SyntaxError || error instanceof z.ZodError) return undefined;
    throw error;
  }
}

/** Asks a running host for a launch link; undefined when it does not answer, as after a crash. */
export async function requestLaunchUrl(state: HostState): Promise<string | undefined> {
  try {
    const response = await fetch(`${state.origin}/launch`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Origin: state.origin, "x-quarry-admin": state.adminSecret },
      body: "{}",
      signal: AbortSignal.timeout(3000),
    });
    return response.ok ? z.object({ url: z.string() }).parse(await response.json()).url : undefined;
  } catch (error) {
    if (error instanceof TypeError || (error instanceof Error && error.name === "TimeoutError")) return undefined;
    throw error;
  }
}
