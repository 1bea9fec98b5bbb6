import { useState } from "react";
import type { Suppression } from "../../../shared/contract/suppressions.ts";
import { suppressionDays } from "../../../shared/domain/suppression.ts";
import { useClient } from "../../state/client-context.ts";
import { announce, showFailure } from "../../state/messages.ts";
import { useRequest } from "../../state/requests.ts";
import { useTime } from "../../state/use-format.ts";
import { Button } from "../../ui/Button.tsx";
import { Form } from "../../ui/Form.tsx";
import { formatCount } from "../../ui/format/number.ts";
import { Safe } from "../../ui/Safe.tsx";
import { Failure, Skeleton } from "../../ui/States.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { TextField } from "../../ui/TextField.tsx";
import styles from "./Settings.module.css";

const states: Readonly<Record<Suppression["state"], string>> = {
  active: "in force",
  expired: "expired",
  ended: "ended",
  undone: "taken back",
};

function Change({ one, onDone }: { readonly one: Suppression; readonly onDone: () => void }) {
  const client = useClient();
  const [problem, setProblem] = useState<string>();
  const save = async (form: FormData): Promise<void> => {
    const text = (name: string): string => {
      const value = form.get(name);
      return typeof value === "string" ? value.trim() : "";
    };
    const days = text("days");
    try {
      await client.call("suppressions.change", {
        id: one.id,
        ...(text("owner") === "" ? {} : { owner: text("owner") }),
        ...(text("reason") === "" ? {} : { reason: text("reason") }),
        ...(days === "" ? {} : { days: Number(days) }),
      });
      announce("The suppression is changed. Undo with Z in triage.");
      onDone();
    } catch (failure) {
      setProblem(failure instanceof Error ? failure.message : String(failure));
    }
  };
  return (
    <Form onSave={save} className={styles["line"]}>
      <TextField label="Owner" name="owner" defaultValue={one.owner} maxLength={120} />
      <TextField label="Why it is suppressed" name="reason" defaultValue={one.reason} maxLength={2000} />
      <TextField
        label="Days from now"
        name="days"
        type="number"
        min={0}
        max={suppressionDays.most}
        placeholder="as it is"
        problem={problem}
      />
      <Button type="submit">Save</Button>
      <Button tone="quiet" onClick={onDone}>
        Cancel
      </Button>
    </Form>
  );
}

function OneSuppression({ one, isReadOnly }: { readonly one: Suppression; readonly isReadOnly: boolean }) {
  const client = useClient();
  const time = useTime();
  const [isChanging, setIsChanging] = useState(false);
  const end = (): void =>
    void client
      .call("suppressions.change", { id: one.id, days: 0 })
      .then(() => announce("The suppression is over; what it hid is back. Undo with Z in triage."))
      .catch((failure: unknown) => showFailure("The suppression was not ended", failure));
  return (
    <li className={styles["suppression"]}>
      <p>
        <Tag tone={one.state === "active" ? "accent" : "neutral"}>{states[one.state]}</Tag> <Safe text={one.words} />
      </p>
      <p className={styles["quiet"]}>
        “<Safe text={one.reason} />” · <Safe text={one.owner} /> · {one.state === "active" ? "until" : "was to end"}{" "}
        {time.time(one.until, "date-time")} · hides {formatCount(one.hidden)} now · matched {formatCount(one.dryRun.matching)} of{" "}
        {formatCount(one.dryRun.surfaced)} when <Safe text={one.createdBy} /> made it
      </p>
      {one.override === null ? null : (
        <p>
          <Tag tone="bad">over {formatCount(one.dryRun.malicious)} confirmed malicious</Tag> because “<Safe text={one.override} />”
        </p>
      )}
      {isChanging ? (
        <Change one={one} onDone={() => setIsChanging(false)} />
      ) : one.state === "undone" ? null : (
        <div className={styles["line"]}>
          <Button size="small" disabled={isReadOnly} onClick={() => setIsChanging(true)}>
            {one.state === "active" ? "Change" : "Renew"}
          </Button>
          {one.state === "active" ? (
            <Button size="small" disabled={isReadOnly} onClick={end}>
              End now
            </Button>
          ) : null}
        </div>
      )}
    </li>
  );
}

/** Everything that was ever left out of the queue: by whom, why, until when, and how much of it is left out now. */
export function SuppressionSettings() {
  const { data, error, refetch } = useRequest("suppressions.list", {});
  const { data: info } = useRequest("workspace.info", {});
  return (
    <section aria-labelledby="suppressions">
      <h2 id="suppressions">Suppressions</h2>
      <p className={styles["quiet"]}>
        What the queue leaves out. It is scored all the same, counted, and a fixed 2 % of it stays in sight. New ones are made from a case,
        in triage.
      </p>
      {error !== null ? (
        <Failure title="The suppressions could not be read" error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton lines={2} label="Reading the suppressions" />
      ) : data.length === 0 ? (
        <p className={styles["quiet"]}>There is none: the queue shows all that was surfaced.</p>
      ) : (
        <ul className={styles["suppressions"]}>
          {data.map((one) => (
            <OneSuppression key={one.id} one={one} isReadOnly={info?.readOnly ?? true} />
          ))}
        </ul>
      )}
    </section>
  );
}
