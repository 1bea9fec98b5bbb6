import { useState } from "react";
import type { RejectPage } from "../../../../shared/contract/rejects.ts";
import { useClient } from "../../../state/client-context.ts";
import { announce, showFailure, showToast } from "../../../state/messages.ts";
import { Button } from "../../../ui/Button.tsx";
import { formatCount, plural } from "../../../ui/format/number.ts";
import { Failure, Skeleton } from "../../../ui/States.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import { RejectGroups } from "./RejectGroups.tsx";
import styles from "./Rejects.module.css";
import { RejectTable } from "./RejectTable.tsx";
import { filterOf, type RejectChoice, rejectsPerPage, useRejects } from "./use-rejects.ts";

const everything: RejectChoice = { file: undefined, reason: undefined, text: "" };

function useExport(snapshotId: string, choice: RejectChoice): (format: "ndjson" | "csv") => void {
  const client = useClient();
  return (format) => {
    client
      .call("telemetry.exportRejects", { ...filterOf(snapshotId, choice), format })
      .then(({ rows, file }) => showToast({ tone: "info", text: `${plural(rows, "rejected record")} written to ${file}` }))
      .catch((error: unknown) => showFailure("The rejects were not written", error));
  };
}

function Pages({ page, data, onPage }: { readonly page: number; readonly data: RejectPage; readonly onPage: (page: number) => void }) {
  const last = Math.max(0, Math.ceil(data.matching / rejectsPerPage) - 1);
  const from = data.matching === 0 ? 0 : page * rejectsPerPage + 1;
  return (
    <div className={styles["pages"]}>
      <output>
        {formatCount(from)}–{formatCount(from + data.samples.length - (data.matching === 0 ? 0 : 1))} of {formatCount(data.matching)} that
        match.{" "}
        {data.kept === data.total
          ? `All ${formatCount(data.total)} rejected records are kept with their text.`
          : `Of ${formatCount(data.total)} rejected records ${formatCount(data.kept)} are kept with their text.`}
      </output>
      <Button size="small" disabled={page === 0} onClick={() => onPage(page - 1)}>
        Earlier
      </Button>
      <Button size="small" disabled={page >= last} onClick={() => onPage(page + 1)}>
        Later
      </Button>
    </div>
  );
}

/** What was rejected: totals beside, records by page. */
export function RejectBrowser({ snapshotId }: { readonly snapshotId: string }) {
  const [choice, setChoice] = useState(everything);
  const [page, setPage] = useState(0);
  const { data, error, refetch } = useRejects(snapshotId, choice, page);
  const write = useExport(snapshotId, choice);
  const choose = (change: Partial<RejectChoice>): void => {
    setChoice({ ...choice, ...change });
    setPage(0);
  };
  if (error !== null) return <Failure title="The rejects could not be read" error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton lines={8} label="Reading the rejects" />;
  if (data.total === 0) return <p className={styles["none"]}>No record of this snapshot was rejected.</p>;
  const copy = (): void => {
    navigator.clipboard.writeText(data.samples.map((sample) => JSON.stringify(sample)).join("\n")).then(
      () => announce(`${plural(data.samples.length, "rejected record")} copied`),
      (failure: unknown) => showFailure("Nothing was copied", failure),
    );
  };
  return (
    <div className={styles["browser"]}>
      <section className={styles["records"]} aria-label="Rejected records">
        <search className={styles["filters"]}>
          <TextField
            label="Find"
            type="search"
            placeholder="in reason or record"
            value={choice.text}
            onChange={(event) => choose({ text: event.target.value })}
          />
          {choice.file === undefined && choice.reason === undefined ? null : (
            <Button size="small" onClick={() => choose({ file: undefined, reason: undefined })}>
              Every file and reason
            </Button>
          )}
          <span className={styles["room"]} />
          <Button size="small" onClick={copy}>
            Copy these
          </Button>
          <Button size="small" onClick={() => write("ndjson")}>
            Export NDJSON
          </Button>
          <Button size="small" onClick={() => write("csv")}>
            Export CSV
          </Button>
        </search>
        <RejectTable samples={data.samples} />
        <Pages page={page} data={data} onPage={setPage} />
      </section>
      <RejectGroups groups={data.groups} choice={choice} onChoose={choose} />
    </div>
  );
}
