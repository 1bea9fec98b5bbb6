import { unitWord } from "../../../shared/lib/unit-word.ts";

const integer = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });
const fixed = [0, 1, 2, 3].map(
  (digits) => new Intl.NumberFormat("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits }),
);
const significant = new Intl.NumberFormat("en-GB", { maximumSignificantDigits: 3 });
const twoSignificant = new Intl.NumberFormat("en-GB", { maximumSignificantDigits: 2 });
const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

export const formatCount = (n: number): string => integer.format(n);

/** `1 file`, `2 files`. */
export const plural = (n: number, one: string, many = `${one}s`): string => `${formatCount(n)} ${n === 1 ? one : many}`;

function toSuperscript(n: number): string {
  const digits = String(Math.abs(n)).replaceAll(/\d/g, (d) => superscripts[Number(d)] ?? d);
  return n < 0 ? `⁻${digits}` : digits;
}

/** Probabilities without the leading zero (`.004`), powers of ten below a ten-thousandth (`2×10⁻⁵`). */
export function formatProbability(p: number): string {
  if (!Number.isFinite(p)) return "unknown";
  if (p >= 0.9995) return "1";
  if (p <= 0) return "0";
  if (p < 0.0001) {
    const exponent = Math.floor(Math.log10(p));
    const mantissa = Math.round(p / 10 ** exponent);
    return mantissa === 10 ? `1×10${toSuperscript(exponent + 1)}` : `${mantissa}×10${toSuperscript(exponent)}`;
  }
  const digits = p < 0.001 ? 4 : 3;
  return p.toFixed(digits).replace(/^0/, "");
}

/** A share in percent; never rounds a part to nothing or to everything. */
export function formatPercent(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.01) return "< 0.01 %";
  if (percent < 100 && percent > 99.99) return "> 99.99 %";
  if (percent > 0 && percent < 1) return `${twoSignificant.format(percent)} %`;
  const digits = percent >= 99 && percent < 100 ? 2 : percent < 10 && percent !== Math.round(percent) ? 1 : 0;
  return `${fixed[digits]?.format(percent) ?? String(percent)} %`;
}

/** Signed contribution with one decimal, with a true minus sign. */
export function formatSigned(value: number): string {
  const text = Math.abs(value).toFixed(1);
  if (text === "0.0") return "0.0";
  return value < 0 ? `−${text}` : `+${text}`;
}

export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${formatCount(bytes)} B`;
  const units = ["kB", "MB", "GB", "TB", "PB"];
  const power = Math.min(units.length, Math.floor(Math.log10(bytes) / 3));
  return `${significant.format(bytes / 1000 ** power)} ${units[power - 1] ?? ""}`;
}

/** `9 h 12 min`, `42 s`, `380 ms`; two units at most. */
export function formatDuration(seconds: number): string {
  if (seconds < 1) return `${significant.format(seconds * 1000)} ms`;
  if (seconds < 60) return `${significant.format(seconds)} s`;
  const units: readonly (readonly [number, string])[] = [
    [86_400, "d"],
    [3600, "h"],
    [60, "min"],
    [1, "s"],
  ];
  const at = units.findIndex(([size]) => seconds >= size);
  const [size, unit] = units[at] ?? [1, "s"];
  const whole = Math.floor(seconds / size);
  const [nextSize, nextUnit] = units[at + 1] ?? [1, ""];
  const rest = Math.floor((seconds - whole * size) / nextSize);
  return rest === 0 || nextUnit === "" ? `${whole} ${unit}` : `${whole} ${unit} ${rest} ${nextUnit}`;
}

/** A feature value with its unit, to three significant digits. */
export function formatValue(value: number | null, unit: string): string {
  if (value === null) return "not recorded";
  if (unit === "bytes") return formatBytes(value);
  if (unit === "seconds" || unit === "s") return formatDuration(value);
  if (unit === "share") return formatPercent(value);
  const text = Number.isInteger(value) ? formatCount(value) : significant.format(value);
  return unit === "" ? text : `${text} ${unitWord(value, unit)}`;
}
