import { useId, useState } from "react";
import type { MappedColumn } from "../../../../shared/contract/mappings.ts";
import type { ColumnType } from "../../../../shared/domain/ocsf.ts";
import { Button } from "../../../ui/Button.tsx";
import { plural } from "../../../ui/format/number.ts";
import { TextField } from "../../../ui/TextField.tsx";
import styles from "./Mapping.module.css";
import { type Entry, isNumeric, valuesText, withScale, withValues } from "./mapping-draft.ts";

interface CellMeaningProps {
  readonly entry: Entry;
  readonly type: ColumnType | undefined;
  readonly onChange: (mapped: MappedColumn) => void;
}

/** What a cell stands for: other words, or another unit. */
export function CellMeaning({ entry, type, onChange }: CellMeaningProps) {
  const { mapped, column } = entry;
  const id = useId();
  const [text, setText] = useState<string>();
  if (!("from" in mapped)) return null;
  const n = Object.keys(mapped.values ?? {}).length + (mapped.otherwise === undefined ? 0 : 1);
  return (
    <div className={styles["meaning"]}>
      {isNumeric(type) ? (
        <TextField
          label="×"
          aria-label={`Multiply ${mapped.from} by`}
          type="number"
          step="any"
          className={styles["short"] ?? ""}
          value={mapped.scale ?? 1}
          onChange={(event) => onChange(withScale(mapped, event.target.value))}
        />
      ) : null}
      <Button
        size="small"
        tone="quiet"
        aria-expanded={text !== undefined}
        aria-controls={id}
        onClick={() => setText(text === undefined ? valuesText(mapped) : undefined)}
      >
        {n === 0 ? "Values…" : plural(n, "value")}
      </Button>
      <div id={id} className={styles["values"]} hidden={text === undefined}>
        {text === undefined ? null : (
          <textarea
            aria-label={`What values of ${mapped.from} stand for in ${column}, one a line`}
            placeholder={"6 = tcp\n17 = udp\n* = other"}
            rows={4}
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              onChange(withValues(mapped, event.target.value, type));
            }}
          />
        )}
      </div>
    </div>
  );
}
