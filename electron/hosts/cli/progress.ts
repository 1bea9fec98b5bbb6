import type { Io } from "./io.ts";
import { printable } from "./text.ts";

interface Shown {
  readonly title: string;
  readonly stage: string;
  readonly done: number;
  readonly total: number | null;
  readonly unit: string;
  readonly id?: string;
  readonly state?: string;
}

export interface ProgressView {
  readonly show: (progress: Shown) => void;
  /** Clears the line, before anything else is written. */
  readonly end: () => void;
}

/** With `--json` each report is a line of NDJSON on stderr; on a terminal one line rewrites itself; else nothing is shown. */
export function createProgress(io: Io, isJson: boolean): ProgressView {
  if (isJson)
    return {
      show: ({ id, title, state, stage, done, total, unit }) =>
        io.err(`${JSON.stringify({ t: "progress", job: id, title, state, stage, done, total, unit })}\n`),
      end: () => undefined,
    };
  if (!io.errIsTty) return { show: () => undefined, end: () => undefined };
  let isShown = false;
  return {
    show: ({ title, stage, done, total, unit }) => {
      const amount = total === null || total === 0 ? `${done} ${unit}` : `${done}/${total} ${unit} ${Math.floor((100 * done) / total)} %`;
      io.err(`\r\u001b[K${printable(`${title}: ${stage} ${amount}`).slice(0, 110)}`);
      isShown = true;
    },
    end: () => {
      if (isShown) io.err("\r\u001b[K");
      isShown = false;
    },
  };
}
