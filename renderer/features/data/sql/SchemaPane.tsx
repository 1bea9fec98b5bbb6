import { useState } from "react";
import { formatCount } from "../../../ui/format/number.ts";
import { TextField } from "../../../ui/TextField.tsx";
import { type ConsoleClass, consoleClasses } from "./column-words.ts";
import { examplesFor } from "./example-queries.ts";
import styles from "./Sql.module.css";

interface SchemaPaneProps {
  /** Events of the chosen dataset version by class; undefined while unknown. */
  readonly counts: ReadonlyMap<string, number> | undefined;
  readonly onInsert: (text: string) => void;
  readonly onExample: (sql: string) => void;
}

const fits = (text: string, needle: string): boolean => text.toLowerCase().includes(needle);

function ClassItem({
  one,
  needle,
  count,
  onInsert,
  onExample,
}: Pick<SchemaPaneProps, "onInsert" | "onExample"> & {
  readonly one: ConsoleClass;
  readonly needle: string;
  readonly count: number | undefined;
}) {
  const [isOpen, setOpen] = useState(false);
  const columns = needle === "" || fits(one.name, needle) ? one.columns : one.columns.filter(({ name }) => fits(name, needle));
  const isShown = isOpen || (needle !== "" && !fits(one.name, needle));
  return (
    <li>
      <div className={styles["class"]}>
        <button
          type="button"
          className={styles["fold"]}
          aria-expanded={isShown}
          aria-label={`Columns of ${one.name}`}
          onClick={() => setOpen(!isOpen)}
        >
          <span aria-hidden="true">{isShown ? "▾" : "▸"}</span>
        </button>
        <button
          type="button"
          className={styles["insert"]}
          title={`${one.title}, OCSF class ${one.uid}. Inserts the name.`}
          onClick={() => onInsert(one.name)}
        >
          {one.name}
        </button>
        <span className={styles["count"]}>{count === undefined ? "" : count === 0 ? "none" : formatCount(count)}</span>
      </div>
      {isShown ? (
        <ul className={styles["columns"]}>
          {needle === ""
            ? examplesFor(one.name).map(({ title, sql }) => (
                <li key={title}>
                  <button type="button" className={styles["example"]} title={sql} onClick={() => onExample(sql)}>
                    {title}
                  </button>
                </li>
              ))
            : null}
          {columns.map((column) => (
            <li key={column.name}>
              <button type="button" className={styles["column"]} title={column.description} onClick={() => onInsert(column.name)}>
                <span>{column.name}</span>
                <small>{column.type}</small>
                {column.description === column.name ? null : <em>{column.description}</em>}
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </li>
  );
}

/** The views a statement sees, with their columns and statements to begin with. */
export function SchemaPane({ counts, onInsert, onExample }: SchemaPaneProps) {
  const [text, setFilter] = useState("");
  const needle = text.trim().toLowerCase();
  const shown = consoleClasses
    .filter((one) => needle === "" || fits(one.name, needle) || one.columns.some(({ name }) => fits(name, needle)))
    .toSorted((a, b) => (counts?.get(b.name) ?? 0) - (counts?.get(a.name) ?? 0));
  return (
    <>
      <TextField
        label="Find a class or column"
        hideLabel
        placeholder="Find a class or column"
        className={styles["find"]}
        value={text}
        onChange={(event) => setFilter(event.target.value)}
      />
      {shown.length === 0 ? <p className={styles["quiet"]}>No class or column is named so.</p> : null}
      <ul className={styles["classes"]}>
        {shown.map((one) => (
          <ClassItem
            key={one.name}
            one={one}
            needle={needle}
            count={counts === undefined ? undefined : (counts.get(one.name) ?? 0)}
            onInsert={onInsert}
            onExample={onExample}
          />
        ))}
      </ul>
    </>
  );
}
