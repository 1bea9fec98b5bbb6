import type { AnomalyEnvelope, DriftCheck, DriftReport, DriftWindow } from "../../../shared/contract/drift.ts";
import type { ModelPackage } from "../../../shared/contract/models.ts";
import { isOutsideState, outsideWords } from "../../../shared/domain/drift.ts";
import { checkSchema } from "./check-schema.ts";
import { dataChanges } from "./data-changes.ts";
import type { DataFacts, Envelope } from "./envelope.ts";
import { judgeWindow, type Scored } from "./judge-window.ts";
import { isStrange } from "./profile.ts";
import { settingWords } from "./setting-words.ts";
import { hourUs } from "./time-blocks.ts";
import { windowsOf } from "./windows.ts";

export interface DriftQuestion {
  readonly envelope: Envelope;
  readonly spec: Pick<ModelPackage, "name" | "features" | "requires" | "drift">;
  readonly scored: Scored;
  readonly data: DataFacts;
  /** First and last moment that the data cover, microseconds. */
  readonly covered: { readonly from: number; readonly to: number };
  /** Windows of the version that earlier runs judged, oldest first. */
  readonly history: readonly DriftWindow[];
}

type Found = Pick<DriftReport, "state" | "because" | "warning" | "window" | "checks" | "windows" | "changes" | "settings" | "training">;

/** So many windows of the past are kept with a report. */
const keptWindows = 14;

/**
 * Compares what a run scored with what its version was trained on, window by window. Seeded by what is compared, so that the same
 * question has the same answer. The state is that of the newest window.
 */
export function checkDrift({ envelope, spec, scored, data, covered, history }: DriftQuestion): Found {
  const { drift: settings, features, requires } = spec;
  const schema = checkSchema(envelope.data, data, requires);
  const windows = windowsOf(scored.matrix, envelope, covered, settings.minimum.window);
  const first = windows[0]?.fromUs ?? 0;
  const judged: DriftWindow[] = history.filter((window) => window.to <= first);
  let last: { checks: readonly DriftCheck[]; because: string } = { checks: [], because: "There was nothing to compare." };
  for (const window of windows) {
    const found = judgeWindow({ envelope, settings, features, scored, schema }, window, judged);
    judged.push(found.window);
    last = found;
  }
  const newest = judged.at(-1);
  const state = windows.length === 0 ? "INSUFFICIENT" : (newest?.state ?? "INSUFFICIENT");
  return {
    state,
    because: last.because,
    warning: isOutsideState(state) ? outsideWords : null,
    window: newest === undefined ? null : { from: newest.from, to: newest.to },
    checks: [...last.checks],
    windows: judged.slice(-keptWindows),
    changes: dataChanges(envelope.data, data),
    settings: settingWords(settings),
    training: {
      rows: envelope.blocks.reduce((sum, b) => sum + b.rows, 0),
      blocks: envelope.blocks.length,
      blockHours: envelope.blockUs / hourUs,
    },
  };
}

/** How one row stands: the state of the window it lies in, and its own values against training. */
export function rowEnvelope(
  { envelope, spec, scored: { matrix } }: Pick<DriftQuestion, "envelope" | "spec" | "scored">,
  found: Pick<Found, "state" | "window" | "windows">,
  row: number,
): AnomalyEnvelope {
  const at = matrix.windowFromUs[row] ?? 0;
  const own = found.windows.find((window) => at >= window.from && at < window.to);
  const strange = matrix.featureNames.filter((name, f) => {
    const profile = envelope.features[name];
    return profile !== undefined && isStrange(profile, matrix.observed[f * matrix.rowCount + row] ?? Number.NaN);
  });
  const { keyFeatures, extrapolating } = spec.drift;
  const of = matrix.featureNames.length;
  return {
    state: own?.state ?? found.state,
    window: own === undefined ? found.window : { from: own.from, to: own.to },
    strange,
    of,
    isExtrapolating: strange.some((name) => keyFeatures.includes(name)) || strange.length >= extrapolating * of,
  };
}
