import { useRouterState } from "@tanstack/react-router";
import { useDeferredValue, useState } from "react";
import { commands, useHotkey } from "../../commands/commands.ts";
import { closeHelp } from "../../state/help.ts";
import { Button } from "../../ui/Button.tsx";
import { Scrollable } from "../../ui/Scrollable.tsx";
import { plural } from "../../ui/format/number.ts";
import { Modal } from "../../ui/Modal.tsx";
import { TextField } from "../../ui/TextField.tsx";
import type { GroupedEntry, Screen } from "./glossary/entry.ts";
import { glossary, searchGlossary } from "./glossary/glossary.ts";
import { HelpPage } from "./HelpPage.tsx";
import { screenOf } from "./terms-on-screen.ts";
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

/** Every word of the desk, to be searched; what is asked on this screen; and the ways to the other kinds of help. */
export function HelpSheet({ text: first }: { readonly text: string }) {
  const screen = screenOf(useRouterState({ select: (state) => state.location.pathname })) ?? "triage";
  const [page, setPage] = useState<Screen>();
  const [text, setText] = useState(first);
  const searched = useDeferredValue(text);
  const askKey = useHotkey("app.ask");
  const keysKey = useHotkey("app.keys");
  const found = searched.trim() === "" ? glossary : searchGlossary(searched);
  const go = (command: string): void => {
    closeHelp();
    setTimeout(() => commands.run(command));
  };
  const [name, look] = page === undefined ? ["Words", styles["words"]] : ["Page", styles["page"]];
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
          onChange={(event) => {
            setPage(undefined);
            setText(event.target.value);
          }}
        />
        <output className={styles["count"]}>{page === undefined ? plural(found.length, "word") : ""}</output>
        <Button size="small" aria-pressed={page !== undefined} onClick={() => setPage(page === undefined ? screen : undefined)}>
          This screen
        </Button>
        <Button size="small" tone="quiet" onClick={() => go("app.tour")}>
          Tour
        </Button>
        <Button size="small" tone="quiet" hotkey={keysKey} onClick={() => go("app.keys")}>
          All keys
        </Button>
      </div>
      <Scrollable key={page} className={look} aria-label={name} data-no-ask>
        {page !== undefined ? (
          <HelpPage page={page} onPage={setPage} />
        ) : found.length === 0 ? (
          <p className={styles["source"]}>No word holds “{searched}”.</p>
        ) : (
          <Groups entries={found} />
        )}
      </Scrollable>
    </Modal>
  );
}
