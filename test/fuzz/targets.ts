import type { FuzzTarget } from "./fuzz-target.ts";
import { exchangeTargets } from "./targets/exchange.ts";
import { inventoryTargets } from "./targets/inventories.ts";
import { messageTargets } from "./targets/messages.ts";
import { modelTargets } from "./targets/models.ts";
import { statementTargets } from "./targets/statements.ts";
import { tableTargets } from "./targets/tables.ts";
import { telemetryTargets } from "./targets/telemetry.ts";
import { workspaceTargets } from "./targets/workspaces.ts";

/** Everything that takes foreign input. */
export const fuzzTargets: readonly FuzzTarget[] = [
  ...telemetryTargets,
  ...tableTargets,
  ...inventoryTargets,
  ...modelTargets,
  ...statementTargets,
  ...workspaceTargets,
  ...exchangeTargets,
  ...messageTargets,
];
