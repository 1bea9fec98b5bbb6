import type { Handlers } from "../../../shared/contract/client.ts";
import { describeTable, openTable } from "../telemetry/iceberg/iceberg-table.ts";
import { requireOneTable } from "../telemetry/iceberg/iceberg-import.ts";
import { type EngineParts, resolveFiles } from "./engine-parts.ts";

export function icebergOperations(parts: EngineParts): Pick<Handlers, "telemetry.icebergSnapshots"> {
  return {
    "telemetry.icebergSnapshots": async (input, context) =>
      describeTable(openTable(requireOneTable(resolveFiles(parts, context.caller, input)))),
  };
}
