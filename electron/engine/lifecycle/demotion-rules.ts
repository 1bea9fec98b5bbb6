import type { Run } from "../../../shared/contract/models.ts";
import type { RuleFinding } from "../../../shared/contract/upkeep.ts";
import type { UpkeepSettings } from "../../../shared/contract/upkeep-settings.ts";
import { wilson } from "../../../shared/lib/wilson.ts";

const dayUs = 86_400_000_000;
const percent = (share: number): string => `${Number((share * 100).toPrecision(2))} %`;

/** A case this version surfaced that was settled either way: malicious, or the model was wrong. */
export interface Settled {
  readonly at: number;
  readonly isHit: boolean;
}

interface Look {
  readonly k: number;
  readonly n: number;
  readonly high: number;
}

/** The verdicts that count at the look after the first `count`: the newest ones, no older than so many days before the last of them. */
function lookAt(settled: readonly Settled[], count: number, { most, days }: UpkeepSettings["precision"], z: number): Look {
  const last = settled[count - 1];
  const since = (last?.at ?? 0) - days * dayUs;
  const seen = settled.slice(Math.max(0, count - most), count).filter(({ at }) => at >= since);
  const k = seen.filter(({ isHit }) => isHit).length;
  return { k, n: seen.length, high: wilson(k, seen.length, z).high };
}

/**
 * Whether too little of what a version surfaces is malicious. `settled` oldest first. Looks come every so many verdicts, and only several in a row that
 * lie below the floor demote: looking after each verdict, at the usual 90 %, would sooner or later demote half of the models that stand exactly at the floor.
 */
export function judgePrecision(settled: readonly Settled[], settings: UpkeepSettings["precision"], isOutside = false): RuleFinding {
  const { floor, least, every, looks } = settings;
  const z = isOutside ? settings.zOutside : settings.z;
  const title = "Precision";
  const lastLook = Math.floor(settled.length / every) * every;
  const counts = Array.from({ length: looks }, (_, i) => lastLook - i * every);
  const taken = counts.filter((count) => count > 0).map((count) => lookAt(settled, count, settings, z));
  const [newest] = taken;
  if (newest === undefined || newest.n < least)
    return {
      rule: "precision",
      title,
      state: "insufficient",
      text: `${newest?.n ?? 0} settled cases of this version; at least ${least} are needed.`,
      figures: { k: newest?.k ?? 0, n: newest?.n ?? 0, floor },
    };
  const below = taken.filter(({ n, high }) => n >= least && high < floor);
  const { k, n, high } = newest;
  const figures = { k, n, high, floor, z, looks: below.length };
  const text = `${k} of ${n} settled cases were malicious: at most ${percent(high)}, floor ${percent(floor)}`;
  if (below.length === looks) return { rule: "precision", title, state: "demote", text: `${text}, at ${looks} looks in a row.`, figures };
  return { rule: "precision", title, state: high < floor ? "warn" : "ok", text: `${text}.`, figures };
}

/** A confirmed incident this version scored and did not surface; by when it was confirmed, microseconds UTC. */
export interface Miss {
  readonly anomalyId: string;
  readonly at: number;
}

export function judgeMisses(misses: readonly Miss[], now: number, { demote, days }: UpkeepSettings["misses"]): RuleFinding {
  const recent = misses.filter(({ at }) => at >= now - days * dayUs);
  const n = recent.length;
  const what = n === 1 ? "1 confirmed incident was" : `${n} confirmed incidents were`;
  return {
    rule: "misses",
    title: "Missed incidents",
    state: n >= demote ? "demote" : n > 0 ? "warn" : "ok",
    text: `${what} scored and not surfaced in ${days} days${n === 0 ? "" : n >= demote ? "." : "; look at what kept it down."}`,
    figures: {
      n,
      demote,
      days,
      ...(n === 0
        ? {}
        : {
            cases: recent
              .map(({ anomalyId }) => anomalyId)
              .join(" ")
              .slice(0, 300),
          }),
    },
  };
}

/** Alert rate over that of calibration in the runs of this version, oldest first. */
export function judgeVolume(ratios: readonly number[], { flood, windows, burst, silent }: UpkeepSettings["volume"]): RuleFinding {
  const title = "Alert rate";
  const last = ratios.at(-1);
  if (last === undefined)
    return { rule: "volume", title, state: "insufficient", text: "No run of this version had enough subjects to tell.", figures: { n: 0 } };
  const row = ratios.slice(-windows);
  const isFlood = row.length === windows && row.every((ratio) => ratio > flood);
  const figures = { n: ratios.length, ratio: last, flood, burst, silent };
  const text = `${Number(last.toPrecision(2))} times that of calibration`;
  if (last > burst) return { rule: "volume", title, state: "demote", text: `${text}, above ${burst} in one run.`, figures };
  if (isFlood) return { rule: "volume", title, state: "demote", text: `${text}, above ${flood} in ${windows} runs in a row.`, figures };
  if (last < silent) return { rule: "volume", title, state: "warn", text: `${text}: it may have gone silent.`, figures };
  return { rule: "volume", title, state: last > flood ? "warn" : "ok", text: `${text}.`, figures };
}

/** Whether the data of the version's newest run still mean what they meant in training. `drift` is as that run found it. */
export function judgeSchema(drift: Run["drift"]): RuleFinding {
  const found = { rule: "schema" as const, title: "Meaning of the data" };
  if (drift === undefined)
    return { ...found, state: "insufficient", text: "No run of this version compared the data with those of training.", figures: { n: 0 } };
  const isBroken = drift.state === "BROKEN";
  return {
    ...found,
    state: isBroken ? "quarantine" : "ok",
    text: isBroken ? drift.because : "The columns it reads are those of training.",
    figures: { drift: drift.state },
  };
}
