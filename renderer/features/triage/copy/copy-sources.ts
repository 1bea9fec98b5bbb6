import type { EvidenceRow, QueueRow } from "../../../../shared/contract/triage.ts";
import type { CopyCell, CopyTable } from "../../../ui/format/copy-as.ts";
import { evidenceColumns } from "../evidence-columns.ts";

type Iso = CopyTable["iso"];

/** Events with what differs between them; time, class and origin as the grid shows them. */
export function evidenceTable(rows: readonly EvidenceRow[], shown: readonly EvidenceRow[], iso: Iso): CopyTable {
  const names = evidenceColumns(shown).varying;
  return {
    columns: [
      { name: "time", isTime: true },
      { name: "class", isOurs: true },
      ...names.map((name) => ({ name })),
      { name: "file", isOurs: true },
      { name: "record", isOurs: true },
      { name: "event", isOurs: true },
    ],
    rows: rows.map(({ ref, columns }) => [
      ref.time,
      ref.class,
      ...names.map((name): CopyCell => columns[name] ?? null),
      ref.file,
      ref.record,
      ref.eventId,
    ]),
    about: names.length > 0 ? 2 : 0,
    iso,
  };
}

/** Cases as the queue shows them, with the keys of their subjects as the data has them. */
export function queueTable(rows: readonly QueueRow[], iso: Iso): CopyTable {
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row.subject.keys)))];
  const ours = { isOurs: true };
  return {
    columns: [
      { name: "subject", ...ours },
      ...keys.map((name) => ({ name })),
      { name: "from", isTime: true, ...ours },
      { name: "to", isTime: true, ...ours },
      { name: "model", ...ours },
      { name: "p", ...ours },
      { name: "q", ...ours },
      { name: "verdict", ...ours },
      { name: "why", ...ours },
      { name: "anomaly", ...ours },
    ],
    rows: rows.map((row) => [
      row.subject.label,
      ...keys.map((name) => row.subject.keys[name]),
      row.window.from,
      row.window.to,
      row.model,
      row.pValue,
      row.qValue,
      row.state?.verdict ?? null,
      row.reasons.join("; "),
      row.anomalyId,
    ]),
    about: 0,
    iso,
  };
}
