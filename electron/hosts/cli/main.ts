import { createProcessIo } from "./io.ts";
import { runCli } from "./run-cli.ts";

const running = runCli(process.argv.slice(2), createProcessIo(), {
  openEngine: async (options) => (await import("../../engine/engine.ts")).createEngine({ ...options, keepsBackups: true }),
  openDesk: async (options, say, signal) => (await import("../start/open-desk.ts")).openDesk(options, say, signal),
  doctor: async (workspaceDir, repairs) => (await import("../../engine/care.ts")).diagnose(workspaceDir, repairs),
  restore: async (...asked) => (await import("../../engine/care.ts")).restore(...asked),
  prepareDemo: async (workspaceDir, options, progress, signal) =>
    (await import("../start/prepare-demo.ts")).prepareDemo(workspaceDir, options, progress, signal),
  finishDemo: async (...asked) => (await import("../start/prepare-demo.ts")).finishDemo(...asked),
});
void running.then((code) => (process.exitCode = code));
