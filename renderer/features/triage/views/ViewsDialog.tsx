import { useState } from "react";
import type { SavedView } from "../../../../shared/contract/views.ts";
import { filterWords } from "../../../../shared/domain/queue-filter.ts";
import { useClient } from "../../../state/client-context.ts";
import { showToast } from "../../../state/messages.ts";
import { RecordButton } from "../../../state/RecordButton.tsx";
import { useRequest } from "../../../state/requests.ts";
import { useTime } from "../../../state/use-format.ts";
import { Button } from "../../../ui/Button.tsx";
import { Form } from "../../../ui/Form.tsx";
import { toSafeText } from "../../../ui/format/text.ts";
import { Modal } from "../../../ui/Modal.tsx";
import { Safe } from "../../../ui/Safe.tsx";
import { Failure, Skeleton } from "../../../ui/States.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import type { QueueFilter } from "../queue-view.ts";
import { currentView, fromViewFilter, toViewFilter } from "./current-view.ts";
import styles from "./Views.module.css";

export interface ViewsProps {
  readonly filter: QueueFilter;
  readonly setFilter: (change: Partial<QueueFilter>) => void;
}

type Change = (what: string, work: () => Promise<unknown>) => Promise<void>;

/** Says what was decided, and why it was not. */
function useChange(): { readonly change: Change; readonly problem: string | undefined } {
  const [problem, setProblem] = useState<string>();
  const change: Change = async (what, work) => {
    try {
      await work();
      setProblem(undefined);
      showToast({ tone: "info", text: `${what} Undo with Z.` });
    } catch (failure) {
      setProblem(failure instanceof Error ? failure.message : String(failure));
    }
  };
  return { change, problem };
}

interface ViewLineProps {
  readonly view: SavedView;
  readonly isCurrent: boolean;
  readonly onShow: () => void;
  readonly change: Change;
}

function ViewLine({ view: { name, filter, analyst, at, isDefault }, isCurrent, onShow, change }: ViewLineProps) {
  const client = useClient();
  const time = useTime();
  const setDefault = (): void =>
    void change(isDefault ? "The queue opens with everything." : `The queue opens with “${name}”.`, () =>
      client.call("views.setDefault", { name: isDefault ? null : name }),
    );
  const remove = (): void => void change(`View “${name}” removed.`, () => client.call("views.remove", { name }));
  return (
    <li className={styles["line"]}>
      <label>
        <input type="radio" name="view" checked={isCurrent} onChange={onShow} />
        <b>{toSafeText(name)}</b>
      </label>
      <RecordButton size="small" tone="quiet" aria-pressed={isDefault} aria-label={`Default: “${name}”`} onClick={setDefault}>
        {isDefault ? "✓ default" : "Make default"}
      </RecordButton>
      <RecordButton size="small" tone="quiet" aria-label={`Remove “${name}”`} onClick={remove}>
        Remove
      </RecordButton>
      <span className={styles["words"]} title={`Saved by ${analyst}, ${time.time(at, "date-time")}`}>
        <Safe text={filterWords(filter)} />
      </span>
    </li>
  );
}

interface ViewsDialogProps extends ViewsProps {
  readonly onCopyLink: () => void;
  readonly onClose: () => void;
}

const everything = fromViewFilter({ show: "all", health: "any", order: "live", held: "hide", text: "" });

/** Filters under a name: shown by choosing one, saved from what is shown. The queue behind follows at once. */
export function ViewsDialog({ filter, setFilter, onCopyLink, onClose }: ViewsDialogProps) {
  const client = useClient();
  const { data: views, error, refetch } = useRequest("views.list", {});
  const { change, problem } = useChange();
  const current = currentView(views ?? [], filter);
  const isEverything =
    currentView([{ name: "", filter: toViewFilter(everything), analyst: "", at: 0, isDefault: false }], filter) !== undefined;
  const save = (form: FormData): void | Promise<void> => {
    const name = form.get("name");
    if (typeof name !== "string" || name.trim() === "") return;
    const is = views?.some((view) => view.name === name.trim()) === true;
    return change(`View “${name.trim()}” ${is ? "changed" : "saved"}.`, () =>
      client.call("views.save", { name: name.trim(), filter: toViewFilter(filter) }),
    );
  };
  return (
    <Modal
      title="Views of the queue"
      description="A view keeps which cases are shown, and in what order. The queue opens with your default."
      onClose={onClose}
    >
      <div className={styles["views"]}>
        {error === null ? null : <Failure title="The views could not be read" error={error} onRetry={() => void refetch()} />}
        {views === undefined && error === null ? <Skeleton lines={3} label="Reading the views" /> : null}
        {views === undefined ? null : (
          <ul aria-label="Views" className={styles["list"]}>
            <li className={styles["line"]}>
              <label>
                <input type="radio" name="view" checked={isEverything && current === undefined} onChange={() => setFilter(everything)} />
                <b>Everything</b>
              </label>
            </li>
            {views.map((view) => (
              <ViewLine
                key={view.name}
                view={view}
                isCurrent={view.name === current?.name}
                onShow={() => setFilter(fromViewFilter(view.filter))}
                change={change}
              />
            ))}
          </ul>
        )}
        <Form onSave={save} className={styles["save"]}>
          <TextField
            label="Save what is shown as"
            name="name"
            maxLength={60}
            required

            problem={problem}
          />
          <RecordButton type="submit" tone="primary">
            Save
          </RecordButton>
        </Form>
        <p className={styles["end"]}>
          <span className={styles["words"]}>
            <Safe text={filterWords(toViewFilter(filter))} />
          </span>
          <Button size="small" onClick={onCopyLink}>
            Copy link
          </Button>
        </p>
      </div>
    </Modal>
  );
}
