import { z } from "zod";
import { GateResult, type HealthFix, type HealthReport } from "../../../shared/contract/health.ts";
import { loadText } from "../runtime.ts";
import type { Database } from "../sqlite/database.ts";
import { query } from "../sqlite/statement.ts";

const gatesSql = loadText(import.meta.url, "fixes-of-runs.sql");

const Row = z.object({ anomaly: z.string(), gates: z.string() });

/** What to mend next: by the open anomalies that nothing else holds back, then by all it holds back, then by how bad it is. */
export function fixesOf(db: Database, report: HealthReport, runs: readonly string[]): HealthFix[] {
  const found = new Map<string, HealthFix>();
  for (const result of report.results)
    if (result.day === null && (result.state === "FAIL" || result.state === "WARN") && result.fix !== "")
      found.set(result.fix, fixOf(found.get(result.fix), result));
  for (const row of query(db, gatesSql, Row).all({ runs: JSON.stringify(runs) })) {
    const blocking = z
      .array(GateResult)
      .parse(JSON.parse(row.gates))
      .filter((gate) => gate.effect === "limits" || gate.effect === "suppresses");
    // A subject that is not known is what the other gates say in detail.
    const named = blocking.filter((gate) => gate.gate !== "subject" && gate.fix !== "");
    const fixes = new Set(named.map((gate) => gate.fix));
    for (const fix of fixes) {
      const gate = named.find((one) => one.fix === fix);
      const known =
        found.get(fix) ??
        (gate === undefined ? undefined : { metric: gate.metric, source: null, state: gate.state, fix, unlocks: 0, touches: 0 });
      if (known !== undefined)
        found.set(fix, { ...known, touches: known.touches + 1, unlocks: known.unlocks + (fixes.size === 1 ? 1 : 0) });
    }
  }
  return [...found.values()].toSorted(
    (a, b) =>
      b.unlocks - a.unlocks ||
      b.touches - a.touches ||
      Number(b.state === "FAIL") - Number(a.state === "FAIL") ||
      (a.metric < b.metric ? -1 : a.metric > b.metric ? 1 : (a.source ?? "") < (b.source ?? "") ? -1 : 1),
  );
}

function fixOf(known: HealthFix | undefined, { metric, source, state, fix }: HealthReport["results"][number]): HealthFix {
  return known?.state === "FAIL" ? known : { metric, source, state, fix, unlocks: 0, touches: 0 };
}
