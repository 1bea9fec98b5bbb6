import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useClient } from "../../state/client-context.ts";
import { showFailure } from "../../state/messages.ts";
import { useRequest } from "../../state/requests.ts";
import { Button } from "../../ui/Button.tsx";
import { createNoteDrafts, currentNotes } from "./note-draft.ts";
import { openNote } from "./triage-store.ts";
import styles from "./VerdictBar.module.css";

const pauseMs = 900;

type SaveState = "saved" | "typing" | "failed";

function useNote(anomalyId: string) {
  const client = useClient();
  const queries = useQueryClient();
  const { data: detail } = useRequest("triage.case", { anomalyId });
  const { data: info } = useRequest("workspace.info", {});
  const [drafts] = useState(() => createNoteDrafts(localStorage));
  const mine = currentNotes(detail?.notes ?? []).find((note) => note.analyst === info?.analyst)?.text ?? "";
  const [text, setText] = useState<string>();
  const [state, setState] = useState<SaveState>("saved");
  const shown = text ?? drafts.read(anomalyId) ?? mine;
  const unsaved = useRef<string>(undefined);

  const save = async (): Promise<void> => {
    const value = unsaved.current;
    if (value === undefined) return;
    unsaved.current = undefined;
    try {
      await client.call("triage.note", { anomalyId, text: value });
      if (unsaved.current !== undefined) return;
      drafts.drop(anomalyId);
      setState("saved");
      await queries.invalidateQueries({ queryKey: ["triage.case", { anomalyId }] });
    } catch (error) {
      unsaved.current ??= value;
      setState("failed");
      showFailure("The note was not saved; it is kept here", error, () => void save());
    }
  };
  const latestSave = useRef(save);
  useEffect(() => {
    latestSave.current = save;
  });
  useEffect(() => {
    if (text === undefined) return;
    const timer = setTimeout(() => void latestSave.current(), pauseMs);
    return () => clearTimeout(timer);
  }, [text]);
  useEffect(() => () => void latestSave.current(), []);

  const write = (value: string): void => {
    unsaved.current = value;
    drafts.keep(anomalyId, value);
    setText(value);
    setState("typing");
  };
  return { shown, state, write };
}

const words: Record<SaveState, string> = { saved: "saved", typing: "saving…", failed: "not saved" };

/** A note beside the case; it saves itself within a second of the last key. */
export function NoteEditor({ anomalyId }: { readonly anomalyId: string }) {
  const { shown, state, write } = useNote(anomalyId);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const close = (): void => {
    openNote(false);
    document.querySelector<HTMLElement>("[role=listbox]")?.focus();
  };
  return (
    <div className={styles["note"]}>
      <textarea
        ref={field}
        aria-label="Note on this case"
        value={shown}
        rows={3}
        maxLength={20_000}
        placeholder="What you saw, whom you asked. Esc closes."
        onChange={(event) => write(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape" && !(event.key === "Enter" && (event.ctrlKey || event.metaKey))) return;
          event.preventDefault();
          event.stopPropagation();
          close();
        }}
      />
      <div className={styles["note-side"]}>
        <output>{words[state]}</output>
        <Button size="small" onClick={close}>
          Close
        </Button>
      </div>
    </div>
  );
}
