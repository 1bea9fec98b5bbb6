import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { AppError } from "../../../shared/contract/errors.ts";
import { signTest } from "../../../shared/lib/sign-test.ts";

/** Known-bad cases of one origin, and in how many of them a wanted subject is within the budget: by both, by one of them alone. */
const Compared = z.strictObject({
  set: z.string(),
  cases: z.number().int().positive(),
  both: z.number().int().nonnegative(),
  packageOnly: z.number().int().nonnegative(),
  foilOnly: z.number().int().nonnegative(),
});

/** `foil.json` of a model package: the package beside its naive foil at the same budget, as `npm run bench -- foils` counted it. */
export const FoilReport = z.strictObject({
  schema: z.literal(1),
  featureSqlDigest: z.string(),
  /** Places both are given in every case. */
  budget: z.number().int().positive(),
  /** A rank is the median over so many seeds. */
  seeds: z.number().int().positive(),
  sets: z.array(Compared),
});
export type FoilReport = z.infer<typeof FoilReport>;

/** Undefined where it was never measured. Throws AppError `model-mismatch` on a file of another shape. */
export function loadFoilReport(packageDir: string): FoilReport | undefined {
  const file = join(packageDir, "foil.json");
  if (!existsSync(file)) return undefined;
  const parsed = FoilReport.safeParse(JSON.parse(readFileSync(file, "utf8")));
  if (parsed.success) return parsed.data;
  throw new AppError("model-mismatch", `${file}: not a report of a foil: ${parsed.error.issues[0]?.message ?? "unknown"}`, { file });
}

export interface FoilVerdict {
  readonly n: number;
  readonly found: number;
  readonly foilFound: number;
  readonly packageOnly: number;
  readonly foilOnly: number;
  /** Two-sided exact sign test (McNemar 1947) over the cases that only one of them found. */
  readonly p: number;
  readonly verdict: "beats" | "does not beat" | "not enough cases";
}

const level = 0.05;

/** All sets together. Below six cases that only one of the two found no outcome could reach the 5 % level, so nothing is said. */
export function foilVerdict({ sets }: FoilReport): FoilVerdict {
  const sum = (of: (set: FoilReport["sets"][number]) => number): number => sets.reduce((total, set) => total + of(set), 0);
  const [both, packageOnly, foilOnly] = [sum((s) => s.both), sum((s) => s.packageOnly), sum((s) => s.foilOnly)];
  const apart = packageOnly + foilOnly;
  const p = signTest(packageOnly, apart);
  const verdict = signTest(apart, apart) > level ? "not enough cases" : packageOnly > foilOnly && p <= level ? "beats" : "does not beat";
  return { n: sum((s) => s.cases), found: both + packageOnly, foilFound: both + foilOnly, packageOnly, foilOnly, p, verdict };
}
