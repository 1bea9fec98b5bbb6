import type { DriftSettings } from "../../../shared/contract/drift-settings.ts";
import { quantile } from "../../../shared/lib/quantile.ts";
import { autocorrelation, effectiveSize } from "./autocorrelation.ts";
import type { Envelope } from "./envelope.ts";
import { poissonRatio } from "./intervals.ts";
import { count, rawCheck, type RawCheck, shown } from "./raw-check.ts";

const whole = (layer: "alert-rate" | "volume", title: string) => ({ layer, feature: null, title, isKey: false, importance: null });
const finite = (x: number): number | null => (Number.isFinite(x) ? x : null);

/** Whether an interval of a ratio lies wholly beyond `limit` or its inverse. */
const isBeyond = ({ low, high }: { low: number; high: number }, limit: number): boolean => low > limit || high < 1 / limit;

/** Share of held-out subjects at or below the operating p-value, over what it was in calibration. `flagged` in order of time, 1 or 0. */
export function checkAlerts({ alerts }: Pick<Envelope, "alerts">, flagged: Float64Array, settings: DriftSettings): RawCheck {
  const n = flagged.length;
  const k = flagged.reduce((sum, v) => sum + v, 0);
  const effective = effectiveSize(n, autocorrelation(flagged));
  const sizes = { n, effective, reference: alerts.n };
  const expected = alerts.n === 0 ? 0 : (alerts.flagged / alerts.n) * n;
  const asked = whole("alert-rate", "Alert rate");
  if (expected < settings.minimum.alerts)
    return rawCheck(asked, {
      ...sizes,
      outcome: "insufficient",
      because: `${shown(expected)} alerts are expected among ${count(n)} held-out subjects; ${settings.minimum.alerts} are needed.`,
    });
  const weight = effective / n;
  const { ratio, low, high } = poissonRatio(k * weight, n * weight, alerts.flagged, alerts.n);
  const { warn, critical } = settings.rate;
  return rawCheck(asked, {
    ...sizes,
    measure: "rate ratio",
    effect: finite(ratio),
    interval: { low, high: finite(high) },
    threshold: warn,
    outcome: isBeyond({ low, high }, critical) ? "critical" : isBeyond({ low, high }, warn) ? "moved" : "as-trained",
    because: `${count(k)} of ${count(n)} held-out subjects are at or below p ${alerts.pValue}; ${shown(expected)} are expected.`,
  });
}

/** Rows of the window over those of a usual one, against how much windows of training differ. */
export function checkVolume(envelope: Envelope, rows: number, isComplete: boolean, settings: DriftSettings): RawCheck {
  const { blocks, windowBlocks } = envelope;
  const reference = blocks.reduce((sum, b) => sum + b.rows, 0);
  const sizes = { n: rows, effective: rows, reference };
  const asked = whole("volume", "Subjects per window");
  const usual = (reference * windowBlocks) / blocks.length;
  if (!isComplete || blocks.length < Math.max(settings.minimum.blocks, 3 * windowBlocks))
    return rawCheck(asked, {
      ...sizes,
      outcome: "insufficient",
      because: isComplete
        ? `Training covers ${blocks.length} stretches of time, too few to know what is usual.`
        : "The window is not covered from end to end.",
    });
  const runs = blocks.map((_, start) => {
    let sum = 0;
    for (let i = 0; i < windowBlocks; i++) sum += blocks[(start + i) % blocks.length]?.rows ?? 0;
    return sum / usual;
  });
  const ascending = runs.toSorted((a, b) => a - b);
  const { ratio, low, high } = poissonRatio(rows, 1, reference, blocks.length / windowBlocks);
  const { warn, critical } = settings.rate;
  const isUnusual = ratio > quantile(ascending, 1) || ratio < quantile(ascending, 0);
  return rawCheck(asked, {
    ...sizes,
    measure: "rate ratio",
    effect: finite(ratio),
    interval: { low, high: finite(high) },
    threshold: ratio < 1 ? Math.min(1 / warn, quantile(ascending, 0)) : Math.max(warn, quantile(ascending, 1)),
    outcome: !isUnusual
      ? "as-trained"
      : isBeyond({ low, high }, critical)
        ? "critical"
        : isBeyond({ low, high }, warn)
          ? "moved"
          : "as-trained",
    because: `${count(rows)} subjects; a window of training had ${shown(usual)}, from ${shown((ascending[0] ?? 0) * usual)} to ${shown((ascending.at(-1) ?? 0) * usual)}.`,
  });
}
