import packageJson from "../../../package.json" with { type: "json" };
import { AppError, toWireError } from "../../../shared/contract/errors.ts";
import { basename } from "node:path";
import { facets, type FacetName, type Facets } from "./facet.ts";
import type { LineageLog, RunRef } from "./lineage-log.ts";
import { type Dataset, isoTime } from "./run-event.ts";

export interface RunPlan {
  readonly job: string;
  /** OpenLineage job type: IMPORT, TRAIN and the like. */
  readonly jobType: string;
  readonly inputs: readonly Dataset[];
  readonly outputs?: readonly Dataset[];
  readonly parent?: RunRef | undefined;
  readonly runFacets?: Facets;
  readonly jobFacets?: Facets;
}

/** What is known once the work is done. Inputs and outputs take the place of the plan's. */
export interface RunResult {
  readonly inputs?: readonly Dataset[];
  readonly outputs: readonly Dataset[];
  readonly runFacets?: Facets;
}

/** Does the work between a START event and exactly one COMPLETE, FAIL or ABORT. Rejects as `work` does. */
export async function recordRun<T>(
  lineage: LineageLog,
  plan: RunPlan,
  work: (run: RunRef) => Promise<T>,
  describe: (value: T) => RunResult,
): Promise<T> {
  const { inputs, outputs = [] } = plan;
  const run = lineage.start(plan.job, {
    inputs,
    outputs,
    runFacets: { ...plan.runFacets, ...startFacets(lineage.namespace, plan.parent) },
    jobFacets: { ...plan.jobFacets, ...jobTypeOf(plan.jobType) },
  });
  const parent = parentFacet(lineage.namespace, plan.parent);
  let value: T;
  try {
    value = await work(run);
  } catch (error) {
    const isCancelled = toWireError(error).kind === "cancelled";
    lineage.end(run, isCancelled ? "ABORT" : "FAIL", {
      inputs,
      outputs: [],
      runFacets: { ...parent, ...(isCancelled ? {} : facets({ errorMessage: describeError(error) })) },
    });
    throw error;
  }
  const result = describe(value);
  lineage.end(run, "COMPLETE", { inputs: result.inputs ?? inputs, outputs: result.outputs, runFacets: { ...result.runFacets, ...parent } });
  return value;
}

/** The only environment variables that are ever written down: they change results and name nobody. */
const shownVariables = ["SOURCE_DATE_EPOCH", "TZ"] as const;

function startFacets(namespace: string, parent: RunRef | undefined): Facets {
  const variables = shownVariables.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [{ name, value }];
  });
  const bodies: Partial<Record<FacetName, Record<string, unknown> | undefined>> = {
    processing_engine: { name: "Quarry", version: packageJson.version, openlineageAdapterVersion: packageJson.version },
    environmentVariables: variables.length === 0 ? undefined : { environmentVariables: variables },
  };
  return { ...facets(bodies), ...parentFacet(namespace, parent) };
}

const jobTypeOf = (jobType: string): Facets =>
  facets({
    jobType: {
      processingType: "BATCH",
      integration: "QUARRY",
      jobType,
      emissionPattern: { eventTrigger: "EVENT_BASED", eventContentMode: "ACCUMULATIVE" },
    },
  });

function parentFacet(namespace: string, parent: RunRef | undefined): Facets {
  if (parent === undefined) return {};
  return facets({ parent: { run: { runId: parent.runId }, job: { namespace, name: parent.job } } });
}

/** A message for a person may quote the record it is about, so only its kind and place are written down. */
function describeError(error: unknown): { message: string; programmingLanguage: string } {
  const kind = error instanceof AppError ? error.code : "internal";
  const { file, line, field } = error instanceof AppError ? error.detail : {};
  const place = file === undefined ? "" : ` in ${basename(file)}${line === undefined ? "" : `, record ${line}`}`;
  return { message: `${kind}${place}${field === undefined ? "" : `, field ${field}`}`, programmingLanguage: "TypeScript" };
}

/** The time the data covers, or the run was asked about: from inclusive, to exclusive. */
export function nominalTime(range: { readonly from?: number | undefined; readonly to?: number | undefined } | undefined): Facets {
  if (range?.from === undefined) return {};
  const to = range.to === undefined ? {} : { nominalEndTime: isoTime(range.to) };
  return facets({ nominalTime: { nominalStartTime: isoTime(range.from), ...to } });
}
