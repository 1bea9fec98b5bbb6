import { join } from "node:path";
import type { SuiteSummary } from "../../../../shared/contract/suites.ts";
import type { Decision } from "../../../../shared/contract/workspace.ts";
import { listPackages } from "../../features/packages.ts";
import type { Database } from "../../sqlite/database.ts";
import { looksBySuite } from "../model-log.ts";
import { loadSuite } from "../suite.ts";
import { readSuite, suitesIn } from "./workspace-suites.ts";

interface Workspace {
  readonly db: Database;
  readonly suitesDir: string;
  /** Decisions in force that made suites. */
  readonly made: readonly Decision[];
}

const techniquesOf = (cases: readonly { readonly technique?: string | undefined }[]): string[] =>
  [...new Set(cases.flatMap(({ technique }) => technique ?? []))].toSorted();

/** The suite of each package, or of one, and below it those of the workspace, oldest first. */
export function listSuites(packagesDir: string, { db, suitesDir, made }: Workspace, model?: string): SuiteSummary[] {
  const looks = looksBySuite(db);
  return listPackages(packagesDir)
    .filter(({ spec }) => model === undefined || spec.name === model)
    .flatMap(({ spec }) => {
      const looked = (id: string): Pick<SuiteSummary, "looks" | "worn"> => {
        const n = looks.get(id)?.size ?? 0;
        return { looks: n, worn: n >= spec.promotion.looks };
      };
      const own = loadSuite(join(packagesDir, spec.name));
      const ofPackage: SuiteSummary[] =
        own === undefined
          ? []
          : [
              {
                id: own.digest,
                model: spec.name,
                title: "Of the package",
                origin: "package",
                bad: own.cases.filter(({ expect }) => expect === "flag").length,
                good: own.cases.filter(({ expect }) => expect === "pass").length,
                techniques: techniquesOf(own.cases),
                ...looked(own.digest),
                madeAt: null,
                by: null,
              },
            ];
      const ofWorkspace = suitesIn(made, spec.name).map(({ suite, title, bad, good, decision }): SuiteSummary => ({
        id: suite,
        model: spec.name,
        title,
        origin: "workspace",
        bad,
        good,
        techniques: techniquesOf(readSuite(suitesDir, suite).cases),
        ...looked(suite),
        madeAt: decision.at,
        by: decision.actor,
      }));
      return [...ofPackage, ...ofWorkspace];
    });
}
