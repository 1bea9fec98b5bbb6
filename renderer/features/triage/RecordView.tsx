import { X } from "lucide-react";
import { useMemo } from "react";
import { showToast } from "../../state/messages.ts";
import { useRequest } from "../../state/requests.ts";
import { Button } from "../../ui/Button.tsx";
import { toSafeText } from "../../ui/format/text.ts";
import { Safe } from "../../ui/Safe.tsx";
import { Failure, Skeleton } from "../../ui/States.tsx";
import { toReadable } from "./readable-record.ts";
import styles from "./Record.module.css";

/** The original record as the source wrote it, with nothing in it able to act. */
export function RecordView({ eventId, onClose }: { readonly eventId: string; readonly onClose: () => void }) {
  const { data, error, refetch } = useRequest("triage.record", { eventId });
  const readable = useMemo(() => (data === undefined ? undefined : toReadable(data.raw)), [data]);
  const copy = (text: string): void =>
    void navigator.clipboard.writeText(text).then(() => showToast({ tone: "info", text: "Record copied, controls escaped" }));
  return (
    <section className={styles["record"]} aria-label="Original record">
      <header className={styles["head"]}>
        {data === undefined ? (
          <span className="mono">{eventId}</span>
        ) : (
          <span className={styles["where"]}>
            <Safe text={data.file} /> <span className="mono">record {data.record}</span>
          </span>
        )}
        {data === undefined ? null : (
          <Button size="small" tone="quiet" onClick={() => copy(toSafeText(data.raw))}>
            Copy
          </Button>
        )}
        <Button size="small" tone="quiet" aria-label="Close the record" onClick={onClose}>
          <X size={14} aria-hidden="true" />
        </Button>
      </header>
      {error === null ? null : <Failure title="The record could not be read" error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null ? <Skeleton lines={3} label="Reading the record" /> : null}
      {readable === undefined ? null : (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls by keyboard
        <pre className={styles["raw"]} tabIndex={0}>
          <code>
            <Safe text={readable} />
          </code>
        </pre>
      )}
    </section>
  );
}
