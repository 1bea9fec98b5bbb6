import { join } from "node:path";
import type { Handlers } from "../../../shared/contract/client.ts";
import { findPackage, listPackages } from "../features/packages.ts";
import { type InsightSource, readBehind, readInsights } from "../insights/insights.ts";
import { perAnalystKind, readPerAnalyst } from "../insights/per-analyst.ts";
import { VerdictLog } from "../insights/verdict-log.ts";
import { receiptsOf } from "../labels/receipts.ts";
import { loadFoilReport } from "../lifecycle/foil.ts";
import { listRuns } from "../scoring/runs.ts";
import { nowUs } from "../runtime.ts";
import { budgetPerDay } from "../sqlite/settings.ts";
import { type EngineParts, requireWritable } from "./engine-parts.ts";
import { taughtVersions } from "./label-operations.ts";
import { signer } from "./triage-operations.ts";

export function insightOperations(parts: EngineParts): Pick<Handlers, "insights.report" | "insights.behind" | "insights.perAnalyst"> {
  const { db, log } = parts.workspace;
  const verdicts = new VerdictLog(db);
  const source = (model: string | undefined): InsightSource => {
    const packages = listPackages(parts.packagesDir);
    if (model !== undefined && listRuns(db, model).length === 0) findPackage(packages, model);
    return {
      db,
      log: verdicts,
      head: log.head(),
      models: packages.map(({ spec }) => ({
        name: spec.name,
        title: spec.title,
        foilTitle: spec.naiveFoil.title,
        foil: loadFoilReport(join(parts.packagesDir, spec.name)),
      })),
      holds: parts.holds,
      budgetPerDay: budgetPerDay(db),
      nowUs: nowUs(),
      receipts: (of) => receiptsOf(db, taughtVersions(parts, of), { model: of }),
    };
  };
  return {
    "insights.report": async (input) => readInsights(source(input.model), input),
    "insights.behind": async (input) => readBehind(source(input.model), input),
    "insights.perAnalyst": async ({ on, analyst }) => {
      requireWritable(parts);
      log.append({ actor: signer(parts, analyst), kind: perAnalystKind, body: { on } });
      parts.emit("workspace.changed", { what: "figures by person" });
      return readPerAnalyst(db);
    },
  };
}
