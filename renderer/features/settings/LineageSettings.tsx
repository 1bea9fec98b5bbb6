import { useState } from "react";
import type { LineageSink } from "../../../shared/contract/lineage.ts";
import { useClient } from "../../state/client-context.ts";
import { showFailure, showToast } from "../../state/messages.ts";
import { useRequest } from "../../state/requests.ts";
import { Button } from "../../ui/Button.tsx";
import { formatCount } from "../../ui/format/number.ts";
import { Form } from "../../ui/Form.tsx";
import { KeyValues } from "../../ui/KeyValues.tsx";
import { Safe } from "../../ui/Safe.tsx";
import { Failure, Notice, Skeleton } from "../../ui/States.tsx";
import { TextField } from "../../ui/TextField.tsx";
import styles from "./Settings.module.css";

function SendingTo({
  sink,
  isReadOnly,
  onStop,
}: {
  readonly sink: LineageSink;
  readonly isReadOnly: boolean;
  readonly onStop: () => void;
}) {
  return (
    <>
      <KeyValues
        items={[
          { label: "Sent to", value: <Safe text={sink.url ?? ""} /> },
          { label: "Signed by", value: <Safe text={sink.actor ?? "unknown"} /> },
          {
            label: "This session",
            value: `${formatCount(sink.delivered)} delivered, ${formatCount(sink.queued)} waiting, ${formatCount(sink.dropped)} given up`,
          },
        ]}
      />
      {sink.lastProblem === undefined ? null : (
        <Notice>
          The last event could not be delivered: <Safe text={sink.lastProblem} />. The workspace has it all the same.
        </Notice>
      )}
      <div className={styles["line"]}>
        <Button disabled={isReadOnly} onClick={onStop}>
          Stop sending
        </Button>
      </div>
    </>
  );
}

/** The one thing that may leave the machine, and only after somebody has signed for it. */
export function LineageSettings() {
  const client = useClient();
  const { data: sink, error, refetch } = useRequest("lineage.sink", {});
  const { data: info } = useRequest("workspace.info", {});
  const [problem, setProblem] = useState<string>();
  const isReadOnly = info?.readOnly ?? true;

  const start = async (form: FormData): Promise<void> => {
    const given = form.get("url");
    const url = typeof given === "string" ? given.trim() : "";
    if (url === "") return setProblem("Name an address");
    setProblem(undefined);
    try {
      const set = await client.call("lineage.setSink", { url });
      showToast({ tone: "info", text: `Lineage goes to ${set.url ?? ""} from now on` });
    } catch (failure) {
      setProblem(failure instanceof Error ? failure.message : String(failure));
    }
  };
  const stop = (): void =>
    void client
      .call("lineage.setSink", { url: null })
      .then(() => showToast({ tone: "info", text: "Lineage stays in the workspace" }))
      .catch((failure: unknown) => showFailure("Sending was not stopped", failure));
  return (
    <section aria-labelledby="lineage">
      <h2 id="lineage">Lineage</h2>
      <p className={styles["quiet"]}>
        Every import, training, scoring, promotion and export is kept as OpenLineage events in the workspace. They can also be sent to a
        collector: names of files, models and columns, counts and digests, never an event’s values.
      </p>
      {error !== null ? (
        <Failure title="The lineage settings could not be read" error={error} onRetry={() => void refetch()} />
      ) : sink === undefined ? (
        <Skeleton lines={2} label="Reading the lineage settings" />
      ) : sink.url === null ? (
        <Form onSave={start} className={styles["line"]} noValidate>
          <TextField label="Collector" name="url" type="url" maxLength={2000} placeholder="https://…/api/v1/lineage" problem={problem} />
          <Button type="submit" disabled={isReadOnly}>
            Sign and send
          </Button>
        </Form>
      ) : (
        <SendingTo sink={sink} isReadOnly={isReadOnly} onStop={stop} />
      )}
    </section>
  );
}
