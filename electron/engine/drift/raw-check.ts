import type { DriftCheck } from "../../../shared/contract/drift.ts";

/** A check before it is known what the other features and the windows before it say. */
export type RawCheck = Omit<DriftCheck, "raised" | "adjusted">;

type Asked = Pick<RawCheck, "layer" | "feature" | "title" | "isKey" | "importance">;

const nothing = {
  measure: "",
  effect: null,
  interval: null,
  threshold: null,
  pValue: null,
  n: 0,
  effective: 0,
  reference: 0,
  outcome: "as-trained",
  also: {},
  shape: null,
  because: "",
} as const;

export const rawCheck = (asked: Asked, found: Partial<RawCheck>): RawCheck => ({ ...nothing, ...asked, ...found });

export const keyOf = ({ layer, feature }: Pick<RawCheck, "layer" | "feature">): string => `${layer}:${feature ?? ""}`;

const whole = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });

export const count = (n: number): string => whole.format(n);

/** Three figures, as many as a reader can use. */
export const shown = (x: number): string => {
  if (!Number.isFinite(x)) return "none";
  const rounded = Number(x.toPrecision(3));
  return Math.abs(rounded) < 1000 ? String(rounded) : count(rounded);
};
export const percent = (x: number): string => `${shown(x * 100)} %`;
