import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Handlers } from "../../../shared/contract/client.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import type { Evaluation, GateOutcome } from "../../../shared/contract/evaluations.ts";
import type { ModelVersion } from "../../../shared/contract/models.ts";
import type { StageEvidence } from "../../../shared/contract/stages.ts";
import { findPackage, listPackages } from "../features/packages.ts";
import { evaluateVersion } from "../lifecycle/evaluation/evaluate.ts";
import { storeEvaluation } from "../lifecycle/evaluation/store-evaluation.ts";
import { gateOf, overriddenLines, requirePass } from "../lifecycle/gate/outcome.ts";
import { looksBySuite } from "../lifecycle/model-log.ts";
import { requireVersion } from "../lifecycle/set-stage.ts";
import { loadSuite } from "../lifecycle/suite.ts";
import { readSuite, suiteKind, suitesIn } from "../lifecycle/suites/workspace-suites.ts";
import { renderVersionCard } from "../lifecycle/version-card.ts";
import { loadBundle } from "../scoring/bundle.ts";
import { findVersion } from "../scoring/versions.ts";
import { getDatasetVersion } from "../workspace/dataset-versions.ts";
import { type EngineParts, requireWritable } from "./engine-parts.ts";
import { recordEvaluation } from "./model-lineage.ts";
import { runJob } from "./run-job.ts";
import { signer } from "./triage-operations.ts";

type Names = "models.evaluate" | "models.gate" | "models.card";

/** Of a version that is champion already the champion it is compared with is itself no rival. */
export const rivalOf = ({ workspace }: EngineParts, version: ModelVersion): ModelVersion | undefined => {
  const champion = findVersion(workspace.db, version.model, "champion");
  return champion?.id === version.id ? undefined : champion;
};

const gateFor = (parts: EngineParts, version: ModelVersion, approver: string): GateOutcome =>
  gateOf(parts.workspace.db, parts.workspace.paths.evaluations, version, { champion: rivalOf(parts, version)?.id, approver });

export function evaluationOperations(parts: EngineParts): Pick<Handlers, Names> {
  const { db, log, paths } = parts.workspace;
  return {
    "models.evaluate": (input, context) => {
      requireWritable(parts);
      const version = requireVersion(db, input.model, input.version);
      const pkg = findPackage(listPackages(parts.packagesDir), version.model);
      const dataset = getDatasetVersion(db, input.dataset);
      const by = signer(parts, input.analyst);
      const champion = rivalOf(parts, version);
      return runJob(parts, "models.evaluate", `Evaluate ${version.model} ${version.id.slice(0, 12)}`, context, (signal, progress) =>
        recordEvaluation(parts, { version, champion, dataset }, async (): Promise<Evaluation> => {
          const report = await evaluateVersion({
            db,
            workspaceRoot: paths.root,
            queryEngine: parts.queryEngine,
            runtime: parts.runtime,
            pkg,
            dataset,
            range: {},
            signal,
            progress,
            candidate: version,
            champion,
            suites: {
              package: loadSuite(join(parts.packagesDir, version.model)),
              own: suitesIn(parts.decisions.ofKind(suiteKind), version.model).map(({ suite }) => readSuite(paths.suites, suite)),
              looks: looksBySuite(db),
            },
            scratchDir: join(paths.cache, `suite-${randomUUID()}`),
          });
          const stored = storeEvaluation(paths.evaluations, log, report, by);
          parts.emit("models.changed", { model: version.model });
          return stored;
        }),
      );
    },
    "models.gate": async (input) => gateFor(parts, requireVersion(db, input.model, input.version), signer(parts, input.analyst)),
    "models.card": async (input) => {
      const version = requireVersion(db, input.model, input.version);
      const { pkg } = loadBundle(paths.root, version.model, version.id);
      return renderVersionCard(pkg, version, gateFor(parts, version, signer(parts, undefined)));
    },
  };
}

interface Asked {
  readonly analyst: string;
  readonly override?: string | undefined;
}

interface Passed {
  readonly evidence: StageEvidence | undefined;
  /** Enters the override in the log, where one was needed; in the transaction that promotes. */
  readonly keep: () => void;
}

const short = (id: string): string => id.slice(0, 12);

function evidenceOf({ evaluation, passes, lines }: GateOutcome): StageEvidence | undefined {
  if (evaluation === null) return undefined;
  const passed = lines.filter(({ state }) => state === "pass").length;
  const text = passes ? `All ${lines.length} lines of the gate pass` : `${passed} of ${lines.length} lines of the gate pass; overridden`;
  return { kind: "evaluation", id: evaluation.id, text, figures: { passed, lines: lines.length } };
}

/**
 * Whether a person may promote the version now. Past a gate that does not pass only an override leads, and its reason stays in the log. Throws
 * AppError `conflict` naming the lines.
 */
export function passGate(parts: EngineParts, version: ModelVersion, { analyst, override }: Asked): Passed {
  const { model, id, stage } = version;
  if (stage === "champion" || stage === "quarantined") throw new AppError("conflict", `${model}@${short(id)} is ${stage}`);
  const gate = gateFor(parts, version, analyst);
  if (override === undefined) requirePass(gate);
  const keep = (): void => {
    if (override === undefined || gate.passes) return;
    const body = { model, version: id, reason: override, evaluation: gate.evaluation?.id ?? null, lines: overriddenLines(gate) };
    parts.workspace.log.append({ actor: analyst, kind: "gate.override", body });
  };
  return { evidence: evidenceOf(gate), keep };
}
