import type { FoilFigure } from "../../../shared/contract/insights.ts";
import { type FoilReport, foilVerdict } from "../lifecycle/foil.ts";
import { toRate } from "./figure-items.ts";

/** As `npm run bench -- foils` counted it; known-bad cases, so it rests on no verdict. */
export function toFoilFigure(report: FoilReport, foil: string): FoilFigure {
  const { n, found, foilFound, packageOnly, foilOnly, p, verdict } = foilVerdict(report);
  return {
    foil,
    budget: report.budget,
    n,
    model: toRate(found, n),
    naive: toRate(foilFound, n),
    modelOnly: packageOnly,
    naiveOnly: foilOnly,
    p,
    verdict,
  };
}
