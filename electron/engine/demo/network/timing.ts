import type { Stream } from "../random-stream.ts";
import { minuteUs, secondUs } from "../world/calendar.ts";

/** Instants of a repeating job inside [fromUs, toUs): period with relative Gaussian jitter, phase drawn once. */
export function* ticks(random: Stream, fromUs: number, toUs: number, periodUs: number, jitter: number): Generator<number> {
  let next = fromUs + random.float() * Math.min(periodUs, toUs - fromUs);
  while (next < toUs) {
    yield Math.round(next);
    next += Math.max(secondUs, periodUs * (1 + random.normal(0, jitter)));
  }
}

/** Instants of a job that keeps to the clock: every period from a fixed phase, each late by a little. */
export function* clockTicks(
  random: Stream,
  fromUs: number,
  toUs: number,
  periodUs: number,
  phaseUs: number,
  lateUs: number,
): Generator<number> {
  for (let n = Math.ceil((fromUs - phaseUs) / periodUs); ; n++) {
    const at = Math.round(phaseUs + n * periodUs + random.float() * lateUs);
    if (phaseUs + n * periodUs >= toUs) return;
    yield at;
  }
}

/** Instants drawn with the office rhythm between two times, about `count` of them. */
export function rhythmic(random: Stream, fromUs: number, toUs: number, count: number, intensity: (tsUs: number) => number): number[] {
  const out: number[] = [];
  const wanted = random.poisson(Math.min(45, count)) + Math.max(0, Math.round(count - 45));
  for (let tries = 0; out.length < wanted && tries < wanted * 20; tries++) {
    const at = Math.round(random.uniform(fromUs, toUs));
    if (random.chance(intensity(at))) out.push(at);
  }
  return out.sort((a, b) => a - b);
}

export const brief = (random: Stream, medianMs: number): number =>
  Math.round(Math.min(30 * minuteUs, random.logNormal(medianMs * 1000, 0.7)));
