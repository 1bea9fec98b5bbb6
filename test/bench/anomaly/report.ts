import type { LabelledMatrix } from "../../unit-support/benchmark-data.ts";
import type { calibration } from "./calibration.ts";
import { type anomaliesFound, checkpoints, methods } from "./feedback.ts";
import { type Ranking, rankings } from "./ranking.ts";
import type { heldOut } from "./replay.ts";
import { type Measured, meanOf } from "./statistics.ts";

export interface SetReport {
  readonly name: string;
  readonly rows: number;
  readonly features: number;
  readonly anomalies: number;
  /** Rows that verdicts were simulated on. */
  readonly pool: number;
  readonly allRows: Ranking;
  readonly adbench: Ranking;
  readonly found: ReturnType<typeof anomaliesFound>;
  readonly heldOut: ReturnType<typeof heldOut>;
  readonly calibration: ReturnType<typeof calibration>;
}

export const ranked = (all: LabelledMatrix, seeds: readonly number[]): Pick<SetReport, "allRows" | "adbench"> => rankings(all, seeds);

const show = ({ mean, se }: Measured, digits = 3): string => `${mean.toFixed(digits)}±${se.toFixed(digits)}`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => (row[i] ?? "").length)));
  const line = (cells: readonly string[]): string =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join("  ");
  return [line(head), ...rows.map(line)].join("\n");
}

/** One row per set and a last one with the mean over the sets. */
function section(
  title: string,
  head: readonly string[],
  sets: readonly SetReport[],
  figures: (set: SetReport) => Measured[],
  digits = 3,
): string {
  const all = sets.map(figures);
  const means = head.map((_, i) => meanOf(all.flatMap((row) => row.slice(i, i + 1))));
  const rows = sets.map((set, i) => [set.name, ...(all[i] ?? []).map((m) => show(m, digits))]);
  return `${title}\n${table(["set", ...head], [...rows, ["mean", ...means.map((m) => m.mean.toFixed(digits))]])}`;
}

/** Plain text; every figure is a mean over the seeds and its standard error. */
export function tableOf(sets: readonly SetReport[]): string {
  return [
    table(
      ["set", "rows", "features", "anomalies", "pool"],
      sets.map((s) => [s.name, String(s.rows), String(s.features), String(s.anomalies), String(s.pool)]),
    ),
    section("Forest without feedback", ["AUROC all rows", "AP all rows", "AUROC ADBench", "AP ADBench"], sets, (s) => [
      s.allRows.auroc,
      s.allRows.ap,
      s.adbench.auroc,
      s.adbench.ap,
    ]),
    section(
      "Anomalies found after 20, 40, 60, 100 verdicts",
      methods.flatMap((method) => checkpoints.map((n) => `${method}@${n}`)),
      sets,
      (s) => methods.flatMap((method) => s.found[method]),
      1,
    ),
    section("Held-out average precision, 60 verdicts", ["before", "after", "replayed"], sets, (s) => [
      s.heldOut.before.ap,
      s.heldOut.after.ap,
      s.heldOut.replay.ap,
    ]),
    section("Held-out AUROC, 60 verdicts", ["before", "after", "replayed"], sets, (s) => [
      s.heldOut.before.auroc,
      s.heldOut.after.auroc,
      s.heldOut.replay.auroc,
    ]),
    section(
      "Calibration: type I at .05, false discoveries and power at .1",
      ["type I", "FDR", "power", "type I after 60", "FDR after 60", "power after 60"],
      sets,
      ({ calibration: { before, after } }) => [before.typeOne, before.fdr, before.power, after.typeOne, after.fdr, after.power],
    ),
  ].join("\n\n");
}
