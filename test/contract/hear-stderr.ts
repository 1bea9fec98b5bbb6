export interface HeardStderr {
  readonly lines: readonly string[];
  /** Lets it through again. */
  stop(): void;
}

/** Takes what this process writes to stderr from now on, and shows none of it. */
export function hearStderr(): HeardStderr {
  const lines: string[] = [];
  const write = process.stderr.write.bind(process.stderr);
  process.stderr.write = (chunk: string | Uint8Array) => {
    lines.push(String(chunk));
    return true;
  };
  return { lines, stop: () => void (process.stderr.write = write) };
}
