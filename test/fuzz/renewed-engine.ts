import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Engine } from "../../electron/engine/engine-interface.ts";
import { createEngine } from "../../electron/engine/engine.ts";

/** Decisions add up, and answers read all of them: with a hundred thousand in one workspace a case would wait for those before it. */
const casesOfOne = 2000;

export interface RenewedEngine {
  /** The engine of the next case. */
  next(): Promise<Engine>;
  close(): Promise<void>;
}

/** One engine for many cases, then another on a workspace as `fill` makes it. */
export function renewedEngine(root: string, fill: (workspaceDir: string) => void = () => undefined): RenewedEngine {
  const packagesDir = join(root, "packages");
  mkdirSync(packagesDir, { recursive: true });
  let current: { readonly engine: Engine; readonly workspaceDir: string } | undefined;
  let cases = 0;
  const close = async (): Promise<void> => {
    if (current === undefined) return;
    await current.engine.close();
    rmSync(current.workspaceDir, { recursive: true });
    current = undefined;
  };
  return {
    close,
    next: async () => {
      if (cases++ % casesOfOne === 0) await close();
      if (current === undefined) {
        const workspaceDir = join(root, `workspace-${cases}`);
        fill(workspaceDir);
        current = { workspaceDir, engine: await createEngine({ workspaceDir, packagesDir, create: true }) };
      }
      return current.engine;
    },
  };
}
