import { useDeferredValue, useState } from "react";
import { commands, useHotkey } from "../../commands/commands.ts";
import { closeHelp } from "../../state/help.ts";
import { Button } from "../../ui/Button.tsx";
import { plural } from "../../ui/format/number.ts";
import { Modal } from "../../ui/Modal.tsx";
import { TextField } from "../../ui/TextField.tsx";
import type { GroupedEntry } from "./glossary/entry.ts";
import { glossary, searchGlossary } from "./glossary/glossary.ts";
import styles from "./Help.module.css";

function Entry({ entry }: { readonly entry: GroupedEntry }) {
  return (
    <div>
      <dt>{entry.term}</dt>
      <dd>
        {entry.meaning}
        {entry.formula === undefined ? null : <span className={styles["formula"]}>{entry.formula}</span>}
        {entry.source === undefined ? null : <span className={styles["source"]}>{entry.source}</span>}
        {entry.fields === undefined ? null : <span className={styles["source"]}>in exports: {entry.fields.join(", ")}</span>}
      </dd>
    </div>
  );
}

function Groups({ entries }: { readonly entries: readonly GroupedEntry[] }) {
  return [...Map.groupBy(entries, (entry) => entry.group)].map(([group, members]) => (
    <section key={group} aria-label={group}>
      <h3>{group}</h3>
      <dl>
        {members.map((entry) => (
          <Entry key={entry.term} entry={entry} />
        ))}
      </dl>
    </section>
  ));
}

/** Every word of the desk, to be searched; and the ways to the other kinds of help. */
export function HelpSheet({ text: first }: { readonly text: string }) {
  const [text, setText] = useState(first);
  const searched = useDeferredValue(text);
  const askKey = useHotkey("app.ask");
  const keysKey = useHotkey("app.keys");
  const found = searched.trim() === "" ? glossary : searchGlossary(searched);
  const go = (command: string): void => {
    closeHelp();
    setTimeout(() => commands.run(command));
  };
  return (
    <Modal
      title="Help"
      description={`${askKey ?? "The command “What does this word mean?”"} asks about the word at the focus, a click about a column or figure.`}
      size="large"
      onClose={closeHelp}
    >
      <div className={styles["tools"]}>
        <TextField
          label="Find a word"
          hideLabel
          type="search"
          placeholder="Find a word: q, envelope, bits…"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <output className={styles["count"]}>{plural(found.length, "word")}</output>
        <Button size="small" tone="quiet" onClick={() => go("app.tour")}>
          Tour
        </Button>
        <Button size="small" tone="quiet" hotkey={keysKey} onClick={() => go("app.keys")}>
          All keys
        </Button>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls by keyboard */}
      <section className={styles["words"]} tabIndex={0} aria-label="Words" data-no-ask>
        {found.length === 0 ? <p className={styles["source"]}>No word holds “{searched}”.</p> : <Groups entries={found} />}
      </section>
    </Modal>
  );
}
