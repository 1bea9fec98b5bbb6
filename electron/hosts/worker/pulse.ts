export interface PulseOptions {
  readonly everyMs: number;
  /** Of looks in vain, added up; not of time that passed. */
  readonly silentAfterMs: number;
  readonly ask: () => void;
  /** Told when the answers stop, and when they come again. */
  readonly changed: (isSilent: boolean) => void;
}

export interface Pulse {
  readonly isSilent: boolean;
  /** An answer came. */
  heard(): void;
  stop(): void;
}

/**
 * Asks a process over and over whether it is there. Silence is counted in looks and not by a clock: a machine that slept for
 * hours, or a host that was held up itself, did not look meanwhile, and so takes nobody for hung when it goes on.
 */
export function takePulse({ everyMs, silentAfterMs, ask, changed }: PulseOptions): Pulse {
  let isWaiting = false;
  let inVain = 0;
  let isSilent = false;
  const timer = setInterval(() => {
    if (isWaiting) inVain += 1;
    else {
      isWaiting = true;
      ask();
    }
    if (isSilent || inVain * everyMs < silentAfterMs) return;
    isSilent = true;
    changed(true);
  }, everyMs).unref();
  return {
    get isSilent() {
      return isSilent;
    },
    heard: () => {
      isWaiting = false;
      inVain = 0;
      if (!isSilent) return;
      isSilent = false;
      changed(false);
    },
    stop: () => clearInterval(timer),
  };
}
