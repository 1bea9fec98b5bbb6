/** `good`; `note` for what is worth knowing; `mendable` for what `--repair` puts right; `broken` for what takes a person. */
export type FindingState = "good" | "note" | "mendable" | "broken";

export interface Finding {
  /** What was looked at. */
  readonly check: string;
  readonly state: FindingState;
  readonly words: string;
  /** What it was seen from: files, figures, messages. */
  readonly evidence: readonly string[];
  /** What to do, or what `--repair` does. */
  readonly remedy?: string;
}

export interface Examination {
  readonly workspace: string;
  /** Another process works on it: nothing can be repaired now. */
  readonly isInUse: boolean;
  readonly findings: readonly Finding[];
}

export const isSound = ({ findings }: Examination): boolean => findings.every(({ state }) => state === "good" || state === "note");

const mostEvidence = 8;

export const shorten = (lines: readonly string[]): string[] =>
  lines.length <= mostEvidence ? [...lines] : [...lines.slice(0, mostEvidence), `… and ${lines.length - mostEvidence} more`];

export const good = (check: string, words: string): Finding => ({ check, state: "good", words, evidence: [] });
