import type { Wanted } from "../../../shared/contract/exports.ts";
import { huntOutcomes } from "../../../shared/domain/hunt.ts";
import type { ExportKind } from "./export-kind.ts";
import type { ExportSource } from "./export-source.ts";
import { toIncidentFinding } from "./incident-finding.ts";
import { scopeOfMembers } from "./read-findings.ts";

type Incidents = Extract<Wanted, { what: "incidents" }>;

function* lines(source: ExportSource, { hunt: id }: Incidents): IterableIterator<string> {
  for (const hunt of source.hunts(id)) yield `${JSON.stringify(toIncidentFinding(hunt, source.members(hunt)))}\n`;
}

const memberIds = (source: ExportSource, { hunt: id }: Incidents): string[] =>
  source.hunts(id).flatMap((hunt) => hunt.anomalies.map((one) => one.anomalyId));

export const incidentsExport: ExportKind<Incidents> = {
  plan: async (source, wanted) => {
    const hunts = source.hunts(wanted.hunt);
    const { withheld } = await source.count(scopeOfMembers(source.db, memberIds(source, wanted)));
    const outcomes = [...huntOutcomes.map(({ key, title }) => ({ key, title })), { key: null, title: "No outcome yet" }];
    return {
      unit: "Incident Finding",
      rows: hunts.length,
      parts: outcomes.flatMap(({ key, title }) => {
        const n = hunts.filter((hunt) => hunt.outcome === key).length;
        return n === 0 ? [] : [{ title, n }];
      }),
      leftOut: withheld === 0 ? [] : [{ because: "members in the blind sample and not judged yet", n: withheld }],
      remarks: [
        "A hunt is an alert only after it was closed as confirmed malicious.",
        "Hunt records are tagged with the MISP taxonomy hunt-ex.",
      ],
    };
  },
  pieces: lines,
  rowsOf: (_, pieces) => pieces,
  usedRuns: (source, wanted) => scopeOfMembers(source.db, memberIds(source, wanted)).runs,
  mediaType: () => "application/x-ndjson",
  fileName: ({ hunt }) => ({ stem: hunt === undefined ? "incidents" : `incident-${hunt}`, ending: "ndjson" }),
};
