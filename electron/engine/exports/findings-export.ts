import type { ExportPlan, Wanted } from "../../../shared/contract/exports.ts";
import { verdictKeys, verdictKind } from "../../../shared/domain/verdict.ts";
import { countOf } from "../../../shared/lib/unit-word.ts";
import { toDetectionFinding } from "./detection-finding.ts";
import type { ExportKind } from "./export-kind.ts";
import type { ExportSource } from "./export-source.ts";
import { findingHeader, findingLine } from "./finding-table.ts";
import type { FindingCounts } from "./read-findings.ts";

type Findings = Extract<Wanted, { what: "findings" }>;

/** Rows by the verdict in force, in the taxonomy's order, those without one last. */
const partsOf = ({ byVerdict }: FindingCounts): ExportPlan["parts"] =>
  [...verdictKeys, undefined].flatMap((key) => {
    const n = byVerdict.get(key) ?? 0;
    return n === 0 ? [] : [{ title: key === undefined ? "Not judged" : verdictKind(key).title, n }];
  });

export const leftOutOf = ({ withheld }: FindingCounts): ExportPlan["leftOut"] =>
  withheld === 0 ? [] : [{ because: "in the blind sample and not judged yet", n: withheld }];

function* lines(source: ExportSource, wanted: Findings): IterableIterator<string> {
  if (wanted.format === "csv") yield findingHeader();
  for (const { facts, finding } of source.findings(source.scope(wanted)))
    yield wanted.format === "csv" ? findingLine(facts, finding) : `${JSON.stringify(toDetectionFinding(facts, finding))}\n`;
}

export const findingsExport: ExportKind<Findings> = {
  plan: async (source, wanted) => {
    const scope = source.scope(wanted);
    const counts = await source.count(scope);
    const hidden = source.hidden(scope);
    const confirmed = counts.byVerdict.get("malicious") ?? 0;
    return {
      unit: "Detection Finding",
      rows: counts.total,
      parts: partsOf(counts),
      leftOut: leftOutOf(counts),
      remarks: [
        `${confirmed} of ${counts.total} ${confirmed === 1 ? "is an alert" : "are alerts"}: a finding is one only after a person confirmed it as malicious.`,
        ...(hidden === 0
          ? []
          : [`Suppressions hide ${countOf(hidden, "cases")} of these runs in the queue; an export leaves none of them out.`]),
        "Severity is unknown in all of them: a p-value says how rare something is, not how bad.",
      ],
    };
  },
  pieces: lines,
  rowsOf: (wanted, pieces) => pieces - (wanted.format === "csv" ? 1 : 0),
  usedRuns: (source, wanted) => source.scope(wanted).runs,
  mediaType: ({ format }) => (format === "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson"),
  fileName: ({ format }) => ({ stem: "findings", ending: format }),
};
