import { type VerdictKind, verdictKinds } from "../../../shared/domain/verdict.ts";
import clsx from "clsx";
import { lazy, Suspense, useId } from "react";
import { commands, useHotkey } from "../../commands/commands.ts";
import { Kbd } from "../../ui/Kbd.tsx";
import { Button } from "../../ui/Button.tsx";
import { verdictCommandId } from "./commands.ts";
import { lookingOnly, useLookingOnly } from "../../state/looking-only.ts";
import { RecordButton } from "../../state/RecordButton.tsx";
import { LastVerdictStrip } from "./LastVerdictStrip.tsx";
import { NoteEditor } from "./NoteEditor.tsx";
import { SignaturePrompt } from "./SignaturePrompt.tsx";
import { useTriage } from "./triage-store.ts";
import styles from "./VerdictBar.module.css";

const BulkDialog = lazy(() => import("./BulkDialog.tsx").then(({ BulkDialog: component }) => ({ default: component })));
const SnoozeDialog = lazy(() => import("./SnoozeDialog.tsx").then(({ SnoozeDialog: component }) => ({ default: component })));
const SuppressDialog = lazy(() => import("./SuppressDialog.tsx").then(({ SuppressDialog: component }) => ({ default: component })));
const VerdictDetails = lazy(() => import("./VerdictDetails.tsx").then(({ VerdictDetails: component }) => ({ default: component })));

const frequent = new Set(["1", "2", "3", "5"]);

function VerdictButton({ kind, isCurrent }: { readonly kind: VerdictKind; readonly isCurrent: boolean }) {
  const id = verdictCommandId(kind.key);
  const hotkey = useHotkey(id);
  const isOff = useLookingOnly();
  return (
    <button
      type="button"
      disabled={isOff}
      className={clsx(
        styles["verdict"],
        styles[kind.tone],
        frequent.has(kind.hotkey) ? styles["large"] : styles["small"],
        isCurrent && styles["current"],
      )}
      title={isOff ? lookingOnly : kind.title}
      aria-pressed={isCurrent}
      onClick={() => commands.run(id)}
    >
      {hotkey === undefined ? null : <Kbd hotkey={hotkey} />}
      {kind.short}
    </button>
  );
}

/** What goes beyond this one verdict. */
const beyond = [
  { id: "triage.bulk", word: "All like it", title: "One verdict on all like this case, or on the selection" },
  { id: "triage.suppress", word: "Suppress", title: "Leave what is like this case out of the queue until a day" },
  { id: "triage.snooze", word: "Snooze", title: "Put it off until a time" },
] as const;

function BeyondButton({ id, word, title, closes }: (typeof beyond)[number] & { readonly closes?: string }) {
  const hotkey = useHotkey(id);
  return (
    <RecordButton
      size="small"
      tone="quiet"
      hotkey={hotkey}
      title={title}
      {...(closes === undefined ? {} : { popoverTarget: closes, popoverTargetAction: "hide" })}
      onClick={() => commands.run(id)}
    >
      {word}
    </RecordButton>
  );
}

/** The keys of judgement: always here, always saying the word. */
export function VerdictBar({ anomalyId, verdict }: { readonly anomalyId: string; readonly verdict: string | undefined }) {
  const moreId = useId();
  const noteKey = useHotkey("triage.note");
  const undoKey = useHotkey("app.undo");
  const isNoteOpen = useTriage((s) => s.isNoteOpen);
  const detailed = useTriage((s) => s.detailed);
  const snoozing = useTriage((s) => s.snoozing);
  const suppressing = useTriage((s) => s.suppressing);
  const bulk = useTriage((s) => s.bulk);
  const large = verdictKinds.filter((kind) => frequent.has(kind.hotkey));
  const small = verdictKinds.filter((kind) => !frequent.has(kind.hotkey));
  return (
    <section className={styles["bar"]} aria-label="Verdict" data-pane="verdict">
      <div className={styles["given"]}>
        <LastVerdictStrip />
        <SignaturePrompt />
      </div>
      <div className={styles["above"]}>
        <Suspense fallback={null}>
          {detailed === undefined ? null : <VerdictDetails anomalyIds={detailed} />}
          {snoozing === undefined ? null : <SnoozeDialog anomalyIds={snoozing} />}
          {suppressing === undefined ? null : <SuppressDialog anomalyId={suppressing} />}
          {bulk === undefined ? null : <BulkDialog like={bulk.like} chosen={bulk.chosen} />}
        </Suspense>
        {isNoteOpen ? <NoteEditor key={anomalyId} anomalyId={anomalyId} /> : null}
      </div>
      <div className={styles["lines"]}>
        <div className={styles["line"]}>
          {large.map((kind) => (
            <VerdictButton key={kind.key} kind={kind} isCurrent={verdict === kind.key} />
          ))}
          <span className={styles["gap"]} />
          <RecordButton hotkey={noteKey} onClick={() => commands.run("triage.note")}>
            Note
          </RecordButton>
          <RecordButton hotkey={undoKey} data-tour="undo" onClick={() => commands.run("app.undo")}>
            Undo
          </RecordButton>
          <Button className={styles["more"]} popoverTarget={moreId} title="All like it, suppress, snooze">
            More
          </Button>
          <div id={moreId} popover="auto" className={styles["menu"]}>
            {beyond.map((one) => (
              <BeyondButton key={one.id} {...one} closes={moreId} />
            ))}
          </div>
        </div>
        <div className={styles["line"]}>
          {small.map((kind) => (
            <VerdictButton key={kind.key} kind={kind} isCurrent={verdict === kind.key} />
          ))}
          <span className={styles["gap"]} />
          <span className={styles["wide"]}>
            {beyond.map((one) => (
              <BeyondButton key={one.id} {...one} />
            ))}
          </span>
        </div>
      </div>
    </section>
  );
}
