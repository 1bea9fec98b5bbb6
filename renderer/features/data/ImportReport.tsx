import { useEffect, useRef } from "react";
import { Link } from "@tanstack/react-router";
import type { ImportResult } from "../../../shared/contract/telemetry.ts";
import { useClient } from "../../state/client-context.ts";
import { Button } from "../../ui/Button.tsx";
import { formatCount, plural } from "../../ui/format/number.ts";
import { shortId } from "../../ui/format/text.ts";
import { Safe } from "../../ui/Safe.tsx";
import { Failure } from "../../ui/States.tsx";
import styles from "./Data.module.css";
import { clearImport, dropReview, reviewAgain, useImportState } from "./import-store.ts";
import { ReadFiles } from "./wizard/ReadFiles.tsx";

const shownSkipped = 10;

/** Files whose bytes the dataset has already: reading them again would count their events twice. */
function Skipped({ skipped }: { readonly skipped: ImportResult["skipped"] }) {
  if (skipped.length === 0) return null;
  return (
    <p className={styles["quiet"]}>
      Not read again, since the dataset has them:{" "}
      <Safe
        text={skipped
          .slice(0, shownSkipped)
          .map(({ name, snapshotId }) => `${name} (snapshot ${shortId(snapshotId)})`)
          .join(", ")}
      />
      {skipped.length > shownSkipped ? ` and ${formatCount(skipped.length - shownSkipped)} more` : ""}.
    </p>
  );
}

function Result({ result }: { readonly result: ImportResult }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The button that was pressed is gone by now; what comes next starts here.
    if (document.activeElement === document.body) place.current?.focus();
  }, []);
  return (
    <div ref={place} className={styles["report"]} tabIndex={-1}>
      <p>
        <b>
          {result.duplicate
            ? "These files were here already; no second copy was made."
            : `${formatCount(result.mapped)} events from ${plural(result.files.length, "file")}.`}
        </b>{" "}
        {plural(result.records, "record")}, {formatCount(result.unmapped)} not kept, {formatCount(result.rejected)} rejected.{" "}
        <Link to="/data" search={{ snapshot: result.snapshotId }}>
          Snapshot <code>{shortId(result.snapshotId)}</code>
        </Link>
        , dataset v{result.datasetVersion.number}.{" "}
        {result.rejected === 0 ? null : (
          <Link to="/data" search={{ view: "rejects", snapshot: result.snapshotId }}>
            Browse the {plural(result.rejected, "reject")}
          </Link>
        )}
        <Button size="small" tone="quiet" onClick={clearImport}>
          Close
        </Button>
      </p>
      {result.duplicate ? null : (
        <p className={styles["quiet"]}>
          Nothing has looked at them yet: <Link to="/models">score a model</Link> on this dataset version, and what stands out is in the
          queue.
        </p>
      )}
      <Skipped skipped={result.skipped} />
      <ReadFiles files={result.files} />
    </div>
  );
}

export function ImportReport() {
  const client = useClient();
  const { state } = useImportState();
  if (state.step === "failed")
    return (
      <>
        <Failure title="The import failed; nothing was kept of it" error={state.error} />
        <div className={styles["import-line"]}>
          <Button tone="primary" onClick={() => reviewAgain(client)}>
            Back to the files
          </Button>
          <Button onClick={() => dropReview(client)}>Let them go</Button>
        </div>
      </>
    );
  return state.step === "done" ? <Result result={state.result} /> : null;
}
