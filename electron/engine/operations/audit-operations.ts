import type { Handlers } from "../../../shared/contract/client.ts";
import { readLogChoices, readLogPage } from "../insights/read-log.ts";
import type { EngineParts } from "./engine-parts.ts";
import { verifyWorkspace } from "./verify-workspace.ts";

export function auditOperations(parts: EngineParts): Pick<Handlers, "audit.verify" | "audit.page" | "audit.choices"> {
  const { db } = parts.workspace;
  return {
    "audit.verify": () => verifyWorkspace(parts),
    "audit.page": async (input) => readLogPage(db, input),
    "audit.choices": async () => readLogChoices(db),
  };
}
