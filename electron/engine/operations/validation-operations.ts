import type { Handlers } from "../../../shared/contract/client.ts";
import { type ClassName, ocsfClasses, ocsfVersion } from "../../../shared/domain/ocsf.ts";
import { schemaConformance } from "../telemetry/validate/schema-conformance.ts";
import { getSnapshot } from "../workspace/snapshot-summary.ts";
import type { EngineParts } from "./engine-parts.ts";
import { runJob } from "./run-job.ts";

/** How well the events of a snapshot keep to OCSF, attribute by attribute. */
export function validationOperations(parts: EngineParts): Pick<Handlers, "telemetry.validate"> {
  return {
    "telemetry.validate": ({ snapshotId, sample }, context) => {
      const snapshot = getSnapshot(parts.workspace.db, snapshotId);
      const { classes } = snapshot.manifest;
      const held: readonly ClassName[] = ocsfClasses.flatMap(({ name }) => ((classes[name] ?? 0) > 0 ? [name] : []));
      const title = `Validate ${snapshot.manifest.source}`;
      return runJob(parts, "telemetry.validate", title, context, async (signal, progress) => {
        const sources = await schemaConformance(parts.queryEngine, {
          snapshots: [snapshot.id],
          classes: held,
          sample,
          signal,
          progress: (done, total) => progress({ stage: "validating", done, total, unit: "classes" }),
        });
        return {
          snapshotId: snapshot.id,
          ocsfVersion,
          sample: sample ?? null,
          events: Object.values(classes).reduce((sum, n) => sum + n, 0),
          checked: sources.reduce((sum, s) => sum + s.valid.n, 0),
          sources: [...sources],
        };
      });
    },
  };
}
