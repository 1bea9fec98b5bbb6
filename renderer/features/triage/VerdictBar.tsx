import { type VerdictKind, verdictKinds } from "../../../shared/domain/verdict.ts";
import clsx from "clsx";
import { commands, useHotkey } from "../../commands/commands.ts";
import { Kbd } from "../../ui/Kbd.tsx";
import { Button } from "../../ui/Button.tsx";
import { verdictCommandId } from "./commands.ts";
import { useRequest } from "../../state/requests.ts";
import { BulkDialog } from "./BulkDialog.tsx";
import { LastVerdictStrip } from "./LastVerdictStrip.tsx";
import { NoteEditor } from "./NoteEditor.tsx";
import { SignaturePrompt } from "./SignaturePrompt.tsx";
import { SnoozeDialog } from "./SnoozeDialog.tsx";
import { SuppressDialog } from "./SuppressDialog.tsx";
import { useTriage } from "./triage-store.ts";
import { VerdictDetails } from "./VerdictDetails.tsx";
import styles from "./VerdictBar.module.css";

const frequent = new Set(["1", "2", "3", "5"]);

function VerdictButton({ kind, isCurrent }: { readonly kind: VerdictKind; readonly isCurrent: boolean }) {
  const id = verdictCommandId(kind.key);
  const hotkey = useHotkey(id);
  const { data: info } = useRequest("workspace.info", {});
  return (
    <button
      type="button"
      disabled={info?.readOnly === true}
      className={clsx(
        styles["verdict"],
        styles[kind.tone],
        frequent.has(kind.hotkey) ? styles["large"] : styles["small"],
        isCurrent && styles["current"],
      )}
      title={kind.title}
      aria-pressed={isCurrent}
      onClick={() => commands.run(id)}
    >
      {hotkey === undefined ? null : <Kbd hotkey={hotkey} />}
      {kind.short}
    </button>
  );
}

/** The keys of judgement: always here, always saying the word. */
export function VerdictBar({ anomalyId, verdict }: { readonly anomalyId: string; readonly verdict: string | undefined }) {
  const noteKey = useHotkey("triage.note");
  const undoKey = useHotkey("app.undo");
  const isNoteOpen = useTriage((s) => s.isNoteOpen);
  const detailed = useTriage((s) => s.detailed);
  const snoozing = useTriage((s) => s.snoozing);
  const snoozeKey = useHotkey("triage.snooze");
  const suppressing = useTriage((s) => s.suppressing);
  const suppressKey = useHotkey("triage.suppress");
  const bulk = useTriage((s) => s.bulk);
  const bulkKey = useHotkey("triage.bulk");
  const large = verdictKinds.filter((kind) => frequent.has(kind.hotkey));
  const small = verdictKinds.filter((kind) => !frequent.has(kind.hotkey));
  return (
    <section className={styles["bar"]} aria-label="Verdict" data-pane="verdict">
      <div className={styles["above"]}>
        <LastVerdictStrip />
        <SignaturePrompt />
        {detailed === undefined ? null : <VerdictDetails anomalyIds={detailed} />}
        {snoozing === undefined ? null : <SnoozeDialog anomalyIds={snoozing} />}
        {suppressing === undefined ? null : <SuppressDialog anomalyId={suppressing} />}
        {bulk === undefined ? null : <BulkDialog like={bulk.like} chosen={bulk.chosen} />}
        {isNoteOpen ? <NoteEditor key={anomalyId} anomalyId={anomalyId} /> : null}
      </div>
      <div className={styles["line"]}>
        {large.map((kind) => (
          <VerdictButton key={kind.key} kind={kind} isCurrent={verdict === kind.key} />
        ))}
        <span className={styles["gap"]} />
        <Button hotkey={noteKey} onClick={() => commands.run("triage.note")}>
          Note
        </Button>
        <Button hotkey={undoKey} data-tour="undo" onClick={() => commands.run("app.undo")}>
          Undo
        </Button>
      </div>
      <div className={styles["line"]}>
        {small.map((kind) => (
          <VerdictButton key={kind.key} kind={kind} isCurrent={verdict === kind.key} />
        ))}
        <span className={styles["gap"]} />
        <Button
          size="small"
          tone="quiet"
          hotkey={bulkKey}
          title="One verdict on all like this case, or on the selection"
          onClick={() => commands.run("triage.bulk")}
        >
          All like it
        </Button>
        <Button
          size="small"
          tone="quiet"
          hotkey={suppressKey}
          title="Leave what is like this case out of the queue until a day"
          onClick={() => commands.run("triage.suppress")}
        >
          Suppress
        </Button>
        <Button size="small" tone="quiet" hotkey={snoozeKey} title="Put it off until a time" onClick={() => commands.run("triage.snooze")}>
          Snooze
        </Button>
      </div>
    </section>
  );
}
