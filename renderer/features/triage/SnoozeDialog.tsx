import { useState } from "react";
import { useClient } from "../../state/client-context.ts";
import { announce, showToast } from "../../state/messages.ts";
import { useRequest } from "../../state/requests.ts";
import { useTime } from "../../state/use-format.ts";
import { Button } from "../../ui/Button.tsx";
import { Form } from "../../ui/Form.tsx";
import { plural } from "../../ui/format/number.ts";
import { Modal } from "../../ui/Modal.tsx";
import { Notice } from "../../ui/States.tsx";
import { TextField } from "../../ui/TextField.tsx";
import dialog from "./CaseDialog.module.css";
import styles from "./SnoozeDialog.module.css";
import { instantOf, type SnoozeTime, snoozeTimes, toField } from "./snooze-times.ts";
import { openSnooze, setMarked } from "./triage-store.ts";

const textOf = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
};

function Times({ times }: { readonly times: readonly SnoozeTime[] }) {
  const time = useTime();
  return (
    <fieldset className={styles["times"]}>
      <legend>Comes back</legend>
      {times.map(({ key, title, at }) => (
        <label key={key}>
          <input type="radio" name="when" value={key} defaultChecked={key === "tomorrow"} /> {title}
          <span>{time.time(at * 1000, "date-time")}</span>
        </label>
      ))}
      <label>
        <input type="radio" name="when" value="at" /> at
        <input
          type="datetime-local"
          name="at"
          aria-label="Date and time, in the zone that is shown"
          defaultValue={toField(times[2]?.at ?? 0, time.iso)}
        />
      </label>
    </fieldset>
  );
}

/** Puts a case, or the selection, off until a time. It says nothing about what the case is. */
export function SnoozeDialog({ anomalyIds }: { readonly anomalyIds: readonly string[] }) {
  const client = useClient();
  const time = useTime();
  const { data: row } = useRequest("triage.row", { anomalyId: anomalyIds[0] ?? "" });
  const [now] = useState(() => Date.now());
  const [problem, setProblem] = useState<string>();
  const times = snoozeTimes(now, time.iso);
  const asleep = row?.hold?.snooze ?? null;
  const set = async (until: number | null, note: string): Promise<void> => {
    try {
      const { anomalies } = await client.call("snoozes.set", { anomalyIds: [...anomalyIds], until, note });
      const what = plural(anomalies, "case");
      const said =
        until === null ? `${what} back in the queue. Undo with Z.` : `${what} snoozed until ${time.time(until, "date-time")}. Undo with Z.`;
      setMarked(new Set());
      announce(said);
      showToast({ tone: "info", text: said });
      openSnooze(undefined);
    } catch (failure) {
      setProblem(failure instanceof Error ? failure.message : String(failure));
    }
  };
  const save = (form: FormData): void | Promise<void> => {
    const chosen = textOf(form, "when");
    const until = times.find(({ key }) => key === chosen)?.at ?? instantOf(textOf(form, "at"), time.iso);
    if (Number.isNaN(until)) return setProblem("Say when it comes back.");
    return set(until * 1000, textOf(form, "note"));
  };
  return (
    <Modal
      title={anomalyIds.length === 1 ? "Snooze this case" : `Snooze the ${String(anomalyIds.length)} selected`}
      description="The queue leaves it out until then. No verdict is given or changed."
      onClose={() => openSnooze(undefined)}
    >
      <Form onSave={save} className={dialog["form"]}>
        {asleep === null ? null : <Notice>It is snoozed until {time.time(asleep.until, "date-time")}.</Notice>}
        <Times times={times} />
        <TextField label="Waiting for" name="note" maxLength={2000} placeholder="an answer of the owner" />
        {problem === undefined ? null : (
          <p role="alert" className={dialog["problem"]}>
            {problem}
          </p>
        )}
        <div className={dialog["end"]}>
          {asleep === null ? null : <Button onClick={() => void set(null, "")}>Back into the queue</Button>}
          <span />
          <Button onClick={() => openSnooze(undefined)}>Cancel</Button>
          <Button type="submit" tone="primary">
            Snooze
          </Button>
        </div>
      </Form>
    </Modal>
  );
}
