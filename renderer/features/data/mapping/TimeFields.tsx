import type { MappingFile, MappingProposal } from "../../../../shared/contract/mappings.ts";
import { Choice } from "../../../ui/Choice.tsx";
import { Safe } from "../../../ui/Safe.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import styles from "./Mapping.module.css";
import type { Draft } from "./mapping-draft.ts";

const formats: readonly { readonly value: MappingFile["time"]["format"]; readonly label: string }[] = [
  { value: "iso", label: "ISO 8601" },
  { value: "epoch_s", label: "seconds since 1970" },
  { value: "epoch_ms", label: "milliseconds since 1970" },
  { value: "epoch_us", label: "microseconds since 1970" },
  { value: "pattern", label: "a pattern" },
];

interface TimeFieldsProps {
  readonly proposal: MappingProposal;
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
}

/** Where the time stands and how it is written. */
export function TimeFields({ proposal, draft, onDraft }: TimeFieldsProps) {
  const { time } = draft;
  const change = (part: Partial<Draft["time"]>): void => onDraft({ ...draft, time: { ...time, ...part } });
  const isCount = time.format.startsWith("epoch");
  return (
    <div className={styles["fields"]}>
      <Choice
        label="Time in"
        value={time.column}
        options={[{ value: "", label: "choose a column" }, ...proposal.columns.map(({ name }) => ({ value: name, label: name }))]}
        onChange={(column) => change({ column })}
      />
      <Choice label="written as" value={time.format} options={formats} onChange={(format) => change({ format })} />
      {time.format === "pattern" ? (
        <TextField
          label="Pattern"
          placeholder="dd/MM/yyyy HH:mm:ss"
          className={styles["pattern"] ?? ""}
          value={time.pattern ?? ""}
          onChange={(event) => change({ pattern: event.target.value })}
        />
      ) : null}
      {isCount ? null : (
        <TextField
          label="Without a zone it is"
          placeholder="UTC, +02:00, Europe/Berlin"
          value={time.zone}
          onChange={(event) => change({ zone: event.target.value })}
        />
      )}
      <p className={styles["why"]}>
        <Safe text={`${proposal.timeReason}.`} />
      </p>
    </div>
  );
}
