import type { Handlers } from "../../../shared/contract/client.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import { exportLabels } from "../labels/export-labels.ts";
import { type EngineParts, requireWritable } from "./engine-parts.ts";
import { runJob } from "./run-job.ts";
import { signer } from "./triage-operations.ts";

/** An export leaves the desk, so a person signs for it before the first byte is written. */
export function labelOperations(parts: EngineParts): Pick<Handlers, "labels.export"> {
  const { db, log, paths } = parts.workspace;
  return {
    "labels.export": (input, context) => {
      requireWritable(parts);
      if (input.out !== undefined && context.caller.trust !== "local") throw new AppError("forbidden", "a page may not name paths");
      const actor = signer(parts, input.analyst);
      return runJob(parts, "labels.export", `Export labels as ${input.format}`, context, async () => {
        log.append({ actor, kind: "labels.export", body: { format: input.format, model: input.model ?? null } });
        return exportLabels({ db, workspaceRoot: paths.root, format: input.format, out: input.out, model: input.model });
      });
    },
  };
}
