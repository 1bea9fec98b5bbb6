import { useState } from "react";
import { useRequest } from "../../state/requests.ts";
import { showFailure, showToast } from "../../state/messages.ts";
import { Button } from "../../ui/Button.tsx";
import { Scrollable } from "../../ui/Scrollable.tsx";
import { shortId } from "../../ui/format/text.ts";
import { Modal } from "../../ui/Modal.tsx";
import { Safe } from "../../ui/Safe.tsx";
import { Failure, Skeleton } from "../../ui/States.tsx";
import styles from "./Hunts.module.css";

const formats = ["markdown", "html"] as const;

/** The report as text, to be copied; the same hunt gives the same bytes, whose digest stands beside it. */
export function ReportDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const [format, setFormat] = useState<(typeof formats)[number]>("markdown");
  const { data, error, refetch } = useRequest("hunts.report", { id, format });
  const copy = (text: string): void => {
    navigator.clipboard
      .writeText(text)
      .then(() => showToast({ tone: "info", text: "Report copied" }))
      .catch((problem: unknown) => showFailure("The report was not copied", problem));
  };
  return (
    <Modal title="Report" size="large" onClose={onClose}>
      <div className={styles["report-head"]}>
        <fieldset className={styles["formats"]}>
          <legend className="visually-hidden">Format</legend>
          {formats.map((one) => (
            <Button
              key={one}
              size="small"
              tone={one === format ? "primary" : "plain"}
              aria-pressed={one === format}
              onClick={() => setFormat(one)}
            >
              {one === "html" ? "HTML" : "Markdown"}
            </Button>
          ))}
        </fieldset>
        <span className={styles["quiet"]}>{data === undefined ? "" : `${data.fileName} · sha256 ${shortId(data.sha256)}`}</span>
        <Button disabled={data === undefined} onClick={() => (data === undefined ? undefined : copy(data.text))}>
          Copy
        </Button>
      </div>
      {error !== null ? (
        <Failure title="The report could not be made" error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton lines={14} label="Making the report" />
      ) : (
        <Scrollable as="pre" className={styles["report"]} aria-label="Report text">
          <Safe text={data.text} />
        </Scrollable>
      )}
    </Modal>
  );
}
