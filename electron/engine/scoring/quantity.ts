/** Numbers with their units as a person would write them. English, independent of the machine's locale. */

import { unitWord } from "../../../shared/lib/unit-word.ts";

const group = (digits: string): string => digits.replaceAll(/\B(?=(\d{3})+$)/g, ",");

/** About three significant digits, whole numbers in full. */
export function formatNumber(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude >= 1e15 || (magnitude > 0 && magnitude < 1e-4)) return value.toExponential(1).replace("e+", "e");
  const decimals = Number.isInteger(value) || magnitude >= 100 ? 0 : magnitude >= 10 ? 1 : magnitude >= 0.1 ? 2 : 4;
  const [whole = "0", fraction = ""] = magnitude.toFixed(decimals).split(".");
  const kept = fraction.replace(/0+$/, "");
  const text = group(whole) + (kept === "" ? "" : `.${kept}`);
  return value < 0 && text !== "0" ? `-${text}` : text;
}

const byteUnits = ["bytes", "kB", "MB", "GB", "TB", "PB"];

function formatBytes(value: number): string {
  let scaled = value;
  let step = 0;
  while (Math.abs(scaled) >= 1000 && step < byteUnits.length - 1) {
    scaled /= 1000;
    step++;
  }
  if (step === 0) return withUnit(Math.round(scaled), "bytes");
  return `${formatNumber(scaled)} ${byteUnits[step]}`;
}

function formatSeconds(seconds: number): string {
  const magnitude = Math.abs(seconds);
  if (magnitude === 0) return "0 s";
  if (magnitude < 1) return `${formatNumber(seconds * 1000)} ms`;
  if (magnitude < 120) return `${formatNumber(seconds)} s`;
  if (magnitude < 7200) return `${formatNumber(Math.round(seconds / 6) / 10)} min`;
  if (magnitude < 172_800) return `${formatNumber(Math.round(seconds / 360) / 10)} h`;
  return `${formatNumber(Math.round(seconds / 8640) / 10)} days`;
}

const withUnit = (value: number, unit: string): string => `${formatNumber(value)} ${unitWord(value, unit)}`;

export function formatQuantity(value: number, unit: string): string {
  switch (unit) {
    case "":
      return formatNumber(value);
    case "bytes":
    case "B":
      return formatBytes(value);
    case "s":
    case "seconds":
      return formatSeconds(value);
    case "ms":
    case "milliseconds":
      return formatSeconds(value / 1000);
    case "hours":
    case "h":
      return formatSeconds(value * 3600);
    case "%":
    case "percent":
      return `${formatNumber(value)} %`;
    case "share":
    case "fraction":
      return `${formatNumber(value * 100)} %`;
    default:
      return withUnit(value, unit);
  }
}

const two = (n: number): string => String(n).padStart(2, "0");

function utc(us: number): { date: string; time: string } {
  const at = new Date(Math.floor(us / 1000));
  return {
    date: `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`,
    time: `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`,
  };
}

/** A subject's window for a headline, in UTC. */
export function formatWindow(window: "instance" | "hour" | "day", fromUs: number): string {
  const { date, time } = utc(fromUs);
  return window === "day" ? date : `${date} ${time} UTC`;
}
