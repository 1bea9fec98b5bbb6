import { Button } from "../../../ui/Button.tsx";
import { Choice } from "../../../ui/Choice.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import styles from "./Mapping.module.css";
import { attributesOf, changeEntry, type Draft, removeEntry, toScalar, typeOf } from "./mapping-draft.ts";

/** What is the same in every event. */
export function Constants({ draft, onDraft }: { readonly draft: Draft; readonly onDraft: (draft: Draft) => void }) {
  const used = new Set(draft.entries.map((e) => e.column));
  const free = attributesOf(draft.class).filter((c) => !used.has(c.name));
  return (
    <div className={styles["constants"]}>
      <span className={styles["title"]}>The same in every event</span>
      {draft.entries.map(({ column, mapped }) =>
        "value" in mapped ? (
          <span key={column} className={styles["constant"]}>
            <TextField
              label={column}
              className={styles["short"] ?? ""}
              value={String(mapped.value)}
              onChange={(event) =>
                onDraft(changeEntry(draft, column, { value: toScalar(event.target.value, typeOf(draft.class, column)) }))
              }
            />
            <Button size="small" tone="quiet" aria-label={`Remove ${column}`} onClick={() => onDraft(removeEntry(draft, column))}>
              ✕
            </Button>
          </span>
        ) : null,
      )}
      <Choice
        label="Add"
        value=""
        options={[{ value: "", label: "an attribute…" }, ...free.map((c) => ({ value: c.name, label: `${c.path ?? c.name} · ${c.type}` }))]}
        onChange={(column) =>
          column === "" ? undefined : onDraft({ ...draft, entries: [...draft.entries, { column, mapped: { value: "" } }] })
        }
      />
    </div>
  );
}
