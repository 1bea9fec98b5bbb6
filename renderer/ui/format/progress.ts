import { unitWord } from "../../../shared/lib/unit-word.ts";
import { formatBytes, formatCount } from "./number.ts";

export interface ProgressFigures {
  readonly stage: string;
  readonly done: number;
  readonly total: number | null;
  readonly unit: string;
}

export const shareOf = ({ done, total }: ProgressFigures): number | null =>
  total === null || total <= 0 ? null : Math.min(1, done / total);

const amount = (n: number, unit: string): string => (unit === "bytes" ? formatBytes(n) : formatCount(n));

/** `parsing 62 %, 1,204 of 1,940 rows`; without a total only what is done. */
export function progressText(job: ProgressFigures): string {
  const { stage, done, total, unit } = job;
  const share = shareOf(job);
  const word = unit === "bytes" || unit === "" ? "" : ` ${unitWord(done, unit)}`;
  const parts = [
    stage,
    share === null ? "" : `${Math.floor(share * 100)} %`,
    total === null ? (done > 0 ? `${amount(done, unit)}${word}` : "") : "",
  ];
  return parts.filter((part) => part !== "").join(" ");
}

/** Work per second, or undefined before there is enough to tell. */
export function rateText(done: number, unit: string, elapsedSeconds: number): string | undefined {
  if (elapsedSeconds < 1 || done <= 0) return undefined;
  const perSecond = done / elapsedSeconds;
  const whole = Math.round(perSecond);
  return unit === "bytes" ? `${formatBytes(perSecond)}/s` : `${formatCount(whole)} ${unitWord(whole, unit)}/s`;
}
