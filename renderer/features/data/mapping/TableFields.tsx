import type { MappingProposal } from "../../../../shared/contract/mappings.ts";
import { type ClassName, ocsfClasses } from "../../../../shared/domain/ocsf.ts";
import { Choice } from "../../../ui/Choice.tsx";
import { Safe } from "../../../ui/Safe.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import styles from "./Mapping.module.css";
import type { Draft, Layout } from "./mapping-draft.ts";

const delimiters = [
  { value: ",", label: "comma" },
  { value: "\t", label: "tab" },
  { value: ";", label: "semicolon" },
  { value: "|", label: "bar" },
] as const;

interface TableFieldsProps {
  readonly proposal: MappingProposal;
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
  readonly onClass: (name: ClassName) => void;
  readonly onLayout: (layout: Layout) => void;
}

function LayoutFields({ layout, onLayout }: { readonly layout: Layout; readonly onLayout: (layout: Layout) => void }) {
  return (
    <>
      <Choice
        label="Between columns"
        value={layout.delimiter}
        options={
          delimiters.some((d) => d.value === layout.delimiter)
            ? delimiters
            : [...delimiters, { value: layout.delimiter, label: layout.delimiter }]
        }
        onChange={(delimiter) => onLayout({ ...layout, delimiter })}
      />
      <Choice
        label="Quotes"
        value={layout.quote}
        options={[
          { value: '"', label: 'double "' },
          { value: "'", label: "single '" },
          { value: "", label: "none" },
        ]}
        onChange={(quote) => onLayout({ ...layout, quote })}
      />
      <TextField
        label="Skip lines"
        type="number"
        min={0}
        max={1000}
        className={styles["short"] ?? ""}
        value={layout.skipRows}
        onChange={(event) => onLayout({ ...layout, skipRows: Math.min(1000, Math.max(0, Math.trunc(Number(event.target.value)) || 0)) })}
      />
      <label className={styles["check"]}>
        <input type="checkbox" checked={layout.header} onChange={(event) => onLayout({ ...layout, header: event.target.checked })} />
        First row names the columns
      </label>
    </>
  );
}

/** What a row is, and how the text is laid out. */
export function TableFields({ proposal, draft, onDraft, onClass, onLayout }: TableFieldsProps) {
  return (
    <div className={styles["fields"]}>
      <Choice
        label="Each row is"
        value={draft.class}
        options={ocsfClasses.map(({ name, title }) => ({ value: name, label: title }))}
        onChange={onClass}
      />
      {proposal.kind === "delimited" ? <LayoutFields layout={draft.layout} onLayout={onLayout} /> : null}
      <TextField
        label="Empty too"
        placeholder="e.g. -, N/A"
        value={draft.nullTokens}
        onChange={(event) => onDraft({ ...draft, nullTokens: event.target.value })}
      />
      <p className={styles["why"]}>
        <Safe text={`${proposal.layoutReason}. ${proposal.classReason}.`} />
      </p>
    </div>
  );
}
