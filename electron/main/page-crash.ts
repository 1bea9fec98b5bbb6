/** The part of Electron's WebContents that tells of a crash. */
export interface CrashingContents {
  on(event: "render-process-gone", listener: (event: unknown, details: { readonly reason: string }) => void): unknown;
}

const triesWithin = { times: 3, ms: 60_000 };

/** Has a page that crashed loaded again: the engine and its jobs go on meanwhile. One that keeps crashing is given up, which `giveUp` says. */
export function recoverFromCrashes(contents: CrashingContents, reload: () => void, giveUp: (reason: string) => void): void {
  let crashes: number[] = [];
  contents.on("render-process-gone", (_event, { reason }) => {
    if (reason === "clean-exit") return;
    const now = performance.now();
    crashes = [...crashes.filter((at) => now - at < triesWithin.ms), now];
    if (crashes.length > triesWithin.times) giveUp(reason);
    else reload();
  });
}
