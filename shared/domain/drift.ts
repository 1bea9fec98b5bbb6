/**
 * Where the data of a window stand against what a model was trained on. `IN_ENVELOPE`: as in training. `WATCH`: something moved that
 * is not known to move the score. `OUTSIDE`: what carries the score moved. `BROKEN`: the data mean something else. `INSUFFICIENT`: too few to say.
 */
export const driftStates = ["IN_ENVELOPE", "WATCH", "OUTSIDE", "BROKEN", "INSUFFICIENT"] as const;
export type DriftState = (typeof driftStates)[number];

/** In the order they are asked in; what an earlier one finds is the likely reason for a later one. */
export const driftLayers = ["schema", "missingness", "range", "distribution", "score", "alert-rate", "volume"] as const;

/** How one check came out in a window by itself, before any wait for a second window. */
export const driftOutcomes = ["as-trained", "moved", "critical", "insufficient"] as const;
export type DriftOutcome = (typeof driftOutcomes)[number];

export const outsideWords = "this model is operating outside its training envelope; treat its output with caution until retraining lands";

/** States in which what a model scores bears the badge. */
export const isOutsideState = (state: DriftState): boolean => state === "OUTSIDE" || state === "BROKEN";
