import type { FuzzTarget } from "./fuzz-target.ts";
import { inventoryTargets } from "./targets/inventories.ts";
import { modelTargets } from "./targets/models.ts";
import { statementTargets } from "./targets/statements.ts";
import { tableTargets } from "./targets/tables.ts";
import { telemetryTargets } from "./targets/telemetry.ts";

/** Everything that takes foreign input. */
export const fuzzTargets: readonly FuzzTarget[] = [...telemetryTargets, ...tableTargets, ...inventoryTargets, ...modelTargets, ...statementTargets];
