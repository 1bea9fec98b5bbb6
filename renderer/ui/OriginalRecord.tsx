import { X } from "lucide-react";
import { useMemo } from "react";
import { Button } from "./Button.tsx";
import { toSafeText } from "./format/text.ts";
import { toReadable } from "./format/readable-record.ts";
import styles from "./OriginalRecord.module.css";
import { Safe } from "./Safe.tsx";
import { Scrollable } from "./Scrollable.tsx";
import { Failure, Skeleton } from "./States.tsx";

interface OriginalRecordProps {
  readonly eventId: string;
  /** Undefined while it is being read. */
  readonly record: { readonly file: string; readonly record: number; readonly raw: string } | undefined;
  readonly error: Error | null;
  readonly onRetry: () => void;
  /** Gets the record with its control characters escaped. */
  readonly onCopy: (text: string) => void;
  readonly onClose: () => void;
}

/** The original record as the source wrote it, with nothing in it able to act. */
export function OriginalRecord({ eventId, record, error, onRetry, onCopy, onClose }: OriginalRecordProps) {
  const readable = useMemo(() => (record === undefined ? undefined : toReadable(record.raw)), [record]);
  return (
    <section className={styles["record"]} aria-label="Original record">
      <header className={styles["head"]}>
        {record === undefined ? (
          <span className="mono">{eventId}</span>
        ) : (
          <span className={styles["where"]}>
            <Safe text={record.file} /> <span className="mono">record {record.record}</span>
          </span>
        )}
        {record === undefined ? null : (
          <Button size="small" tone="quiet" onClick={() => onCopy(toSafeText(record.raw))}>
            Copy
          </Button>
        )}
        <Button size="small" tone="quiet" aria-label="Close the record" onClick={onClose}>
          <X size={14} aria-hidden="true" />
        </Button>
      </header>
      {error === null ? null : <Failure title="The record could not be read" error={error} onRetry={onRetry} />}
      {record === undefined && error === null ? <Skeleton lines={3} label="Reading the record" /> : null}
      {readable === undefined ? null : (
        <Scrollable as="pre" className={styles["raw"]}>
          <code>
            <Safe text={readable} />
          </code>
        </Scrollable>
      )}
    </section>
  );
}
