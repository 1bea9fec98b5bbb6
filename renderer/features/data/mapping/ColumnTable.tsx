import type { MappingProposal, TableColumn } from "../../../../shared/contract/mappings.ts";
import { Choice } from "../../../ui/Choice.tsx";
import { formatCount } from "../../../ui/format/number.ts";
import { Safe } from "../../../ui/Safe.tsx";
import { Tag } from "../../../ui/Tag.tsx";
import { CellMeaning } from "./CellMeaning.tsx";
import styles from "./Mapping.module.css";
import { attributesOf, changeEntry, type Draft, type Entry, setAttribute, sourceOf, typeOf } from "./mapping-draft.ts";

interface ColumnTableProps {
  readonly proposal: MappingProposal;
  readonly draft: Draft;
  /** Cells of the first rows that do not fit, by OCSF column. */
  readonly misfits: Readonly<Record<string, number>>;
  readonly onDraft: (draft: Draft) => void;
}

function Row({
  column,
  entry,
  props,
}: {
  readonly column: TableColumn;
  readonly entry: Entry | undefined;
  readonly props: ColumnTableProps;
}) {
  const { draft, proposal, misfits, onDraft } = props;
  const type = entry === undefined ? undefined : typeOf(draft.class, entry.column);
  const reason = proposal.suggestions.find(
    (s) => s.column === entry?.column && "from" in s.mapped && s.mapped.from === column.name,
  )?.reason;
  const unfit = entry === undefined ? 0 : (misfits[entry.column] ?? 0);
  const isTime = draft.time.column === column.name;
  return (
    <tr className={entry === undefined && !isTime ? styles["unused"] : undefined}>
      <th scope="row">
        <Safe text={column.name} /> <Tag>{column.kind}</Tag>
      </th>
      <td className={styles["samples"]}>
        <code>
          <Safe text={column.samples.slice(0, 3).join("  ·  ")} />
        </code>
      </td>
      <td>
        <Choice
          hideLabel
          label={`OCSF attribute of ${column.name}`}
          value={entry?.column ?? ""}
          options={[
            { value: "", label: isTime && entry === undefined ? "the time" : "not mapped" },
            ...attributesOf(draft.class).map((c) => ({ value: c.name, label: `${c.path ?? c.name} · ${c.type}` })),
          ]}
          onChange={(chosen) => onDraft(setAttribute(draft, column.name, entry?.column, chosen))}
        />
      </td>
      <td>
        {entry === undefined ? null : (
          <CellMeaning entry={entry} type={type} onChange={(mapped) => onDraft(changeEntry(draft, entry.column, mapped))} />
        )}
      </td>
      <td className={styles["reason"]}>
        {unfit === 0 ? null : <Tag tone="warn">{formatCount(unfit)} do not fit</Tag>} <Safe text={reason ?? ""} />
      </td>
    </tr>
  );
}

/** The table's columns in their order, and what each is in OCSF. */
export function ColumnTable(props: ColumnTableProps) {
  const { proposal, draft } = props;
  return (
    <table className={styles["columns"]}>
      <caption className="visually-hidden">Columns of the table</caption>
      <thead>
        <tr>
          {["Column", "Values seen", "OCSF attribute", "Meaning of the cells", "Why"].map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {proposal.columns.flatMap((column) => {
          const entries = draft.entries.filter((e) => sourceOf(e) === column.name);
          return (entries.length === 0 ? [undefined] : entries).map((entry) => (
            <Row key={`${column.name} ${entry?.column ?? ""}`} column={column} entry={entry} props={props} />
          ));
        })}
      </tbody>
    </table>
  );
}
