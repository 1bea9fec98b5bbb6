import { Link } from "@tanstack/react-router";
import type { Snapshot } from "../../../shared/contract/telemetry.ts";
import { useRequest } from "../../state/requests.ts";
import { Scrollable } from "../../ui/Scrollable.tsx";
import { formatBytes, formatCount, formatPercent } from "../../ui/format/number.ts";
import { shortId } from "../../ui/format/text.ts";
import { KeyValues } from "../../ui/KeyValues.tsx";
import { Safe } from "../../ui/Safe.tsx";
import { Failure, Skeleton } from "../../ui/States.tsx";
import styles from "./Data.module.css";
import { fileRemarks } from "./file-remarks.ts";
import { SnapshotLineage } from "./lineage/SnapshotLineage.tsx";
import { totalsOf } from "./snapshot-totals.ts";

const shownRejects = 8;

function Rejects({ snapshot }: { readonly snapshot: Snapshot }) {
  const { data, error, refetch } = useRequest("telemetry.rejects", { snapshotId: snapshot.id, limit: shownRejects });
  if (error !== null) return <Failure title="The rejects could not be read" error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton lines={3} label="Reading the rejects" />;
  if (data.total === 0) return <p className={styles["quiet"]}>No record was rejected.</p>;
  return (
    <>
      <ul className={styles["rejects"]}>
        {data.samples.map((sample) => (
          <li key={`${sample.file} ${sample.line} ${sample.reason}`}>
            <p>
              <Safe text={sample.reason} />
              <span>
                <Safe text={sample.file.split("/").at(-1) ?? sample.file} />:{sample.line}
              </span>
            </p>
            <code>
              <Safe text={sample.excerpt} />
            </code>
          </li>
        ))}
      </ul>
      <p className={styles["quiet"]}>
        {formatCount(data.samples.length)} of {formatCount(data.total)} shown.{" "}
        <Link to="/data" search={{ view: "rejects", snapshot: snapshot.id }}>
          Browse all rejects
        </Link>
      </p>
    </>
  );
}

/** The mapping that tables were read with, by name where the workspace still keeps it. */
function TableMapping({ id }: { readonly id: string }) {
  const { data } = useRequest("mappings.list", {});
  const kept = data?.find((mapping) => mapping.id === id);
  return (
    <>
      {kept === undefined ? "a mapping not kept by name" : `${kept.name}@${String(kept.version)}`} <code title={id}>{shortId(id)}</code>
    </>
  );
}

/** What one snapshot holds and what it refused. */
export function SnapshotPage({ snapshot }: { readonly snapshot: Snapshot }) {
  const { manifest } = snapshot;
  const totals = totalsOf(manifest);
  return (
    <Scrollable as="aside" className={styles["facts"]} aria-label="Snapshot" data-pane="snapshot">
      <h2>
        <Safe text={manifest.source} /> <code title={snapshot.id}>{shortId(snapshot.id)}</code>
      </h2>
      <KeyValues
        items={[
          ...Object.entries(manifest.classes).map(([name, n]) => ({ label: name.replaceAll("_", " "), value: formatCount(n) })),
          { label: "Records read", value: formatCount(totals.records) },
          { label: "Kinds not kept", value: formatCount(totals.unmapped) },
          {
            label: "Rejected",
            value: totals.records === 0 ? "0" : `${formatCount(totals.rejected)} (${formatPercent(totals.rejected / totals.records)})`,
          },
          { label: "Clock rule", value: manifest.clock },
          { label: "OCSF", value: `${manifest.ocsfVersion}, mapping ${shortId(manifest.mappingDigest)}` },
          ...(manifest.tableMapping === undefined ? [] : [{ label: "Tables by", value: <TableMapping id={manifest.tableMapping} /> }]),
        ]}
      />
      <h3>Files</h3>
      <ul className={styles["files"]}>
        {manifest.files.map((file) => (
          <li key={file.name + file.sha256}>
            <p className="mono">
              <Safe text={file.name} />
            </p>
            <span>
              {formatBytes(file.bytes)}, {[file.format, file.logType].filter(Boolean).join(" ")}, {formatCount(file.mapped)} of{" "}
              {formatCount(file.records)}
            </span>
            {fileRemarks(file) === "" ? null : (
              <span className={styles["remark"]}>
                <Safe text={fileRemarks(file)} />
              </span>
            )}
          </li>
        ))}
      </ul>
      <h3>Lineage</h3>
      <SnapshotLineage snapshotId={snapshot.id} />
      <h3>Rejects</h3>
      <Rejects snapshot={snapshot} />
    </Scrollable>
  );
}
