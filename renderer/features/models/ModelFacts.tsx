import type { ModelSummary, ModelVersion } from "../../../shared/contract/models.ts";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useRequest } from "../../state/requests.ts";
import { useRunningJobs } from "../../state/jobs.ts";
import { type TimeFormat, useTime } from "../../state/use-format.ts";
import { Button } from "../../ui/Button.tsx";
import { Choice } from "../../ui/Choice.tsx";
import { formatCount } from "../../ui/format/number.ts";
import { shortId } from "../../ui/format/text.ts";
import { KeyValues } from "../../ui/KeyValues.tsx";
import { newestFirst } from "./model-words.ts";
import { useModelExport } from "./use-model-export.ts";
import styles from "./Models.module.css";

function rangeWords({ from, to }: ModelVersion["timeRange"], time: TimeFormat): string {
  if (from !== undefined && to !== undefined) return time.range(from, to);
  if (from !== undefined) return `from ${time.time(from, "date-time")}`;
  return to === undefined ? "the whole dataset" : `until ${time.time(to, "date-time")}`;
}

function VersionFacts({ version }: { readonly version: ModelVersion }) {
  const time = useTime();
  const { data: datasets } = useRequest("telemetry.datasets", {});
  const dataset = datasets?.find((candidate) => candidate.id === version.datasetVersion);
  const digest = (id: string) => <code title={id}>{id.slice(0, 16)}</code>;
  return (
    <KeyValues
      items={[
        { label: "Stage", value: version.stage },
        { label: "Trained", value: time.time(version.createdAt, "full") },
        {
          label: "Dataset",
          value:
            dataset === undefined ? (
              digest(version.datasetVersion)
            ) : (
              <>
                v{dataset.number} {digest(dataset.id)}
              </>
            ),
        },
        { label: "Time range", value: rangeWords(version.timeRange, time) },
        { label: "Training rows", value: formatCount(version.trainRows) },
        {
          label: "Calibration",
          value: `${formatCount(version.calibrationRows)} rows, finest p 1/${formatCount(version.calibrationRows + 1)}`,
        },
        { label: "Seed", value: String(version.seed) },
        { label: "Package", value: digest(version.packageDigest) },
        { label: "Feature SQL", value: digest(version.featureSqlDigest) },
        { label: "ONNX sha256", value: digest(version.onnxSha256) },
        { label: "Code", value: digest(version.codeDigest) },
        { label: "OCSF", value: version.ocsfVersion },
        { label: "Mappings", value: version.mappingDigests.map((id) => <div key={id}>{digest(id)}</div>) },
      ]}
    />
  );
}

/** For a team's registry: the same version gives the same bytes. */
function ExportVersion({ version }: { readonly version: ModelVersion }) {
  const write = useModelExport();
  const info = useRequest("workspace.info", {});
  const isBusy = useRunningJobs().some((job) => job.name === "models.export");
  return (
    <Button
      disabled={isBusy || info.data?.readOnly === true}
      title="ONNX flavour, signature and digests, in the workspace’s exports folder"
      onClick={() => write(version.model, version.id)}
    >
      {isBusy ? "Exporting…" : "Export as an MLflow model"}
    </Button>
  );
}

/** What a version was made from, down to the digests that make it again. */
export function ModelFacts({ model }: { readonly model: ModelSummary }) {
  const versions = newestFirst(model);
  const [wanted, setWanted] = useState<string>();
  const version =
    versions.find((candidate) => candidate.id === wanted) ?? versions.find((candidate) => candidate.id === model.champion) ?? versions[0];
  return (
    <aside className={styles["facts"]} aria-label="Lineage" data-pane="lineage">
      <div className={styles["section"]}>
        <h2>Lineage</h2>
        {version === undefined ? null : (
          <Choice
            label="Version"
            hideLabel
            value={version.id}
            options={versions.map((candidate) => ({ value: candidate.id, label: `${shortId(candidate.id)} ${candidate.stage}` }))}
            onChange={setWanted}
          />
        )}
      </div>
      {version === undefined ? (
        <p className={styles["quiet"]}>No version yet. A version names its data, code and seed, so it can be made again byte for byte.</p>
      ) : (
        <>
          <VersionFacts version={version} />
          <p>
            <Link className={styles["trace"]} to="/lineage" search={{ of: `model:${version.id}` }}>
              Trace this version
            </Link>
          </p>
          <ExportVersion version={version} />
        </>
      )}
      <div className={styles["section"]}>
        <h2>Needs</h2>
      </div>
      <p className={styles["quiet"]}>OCSF {model.requires.map((name) => name.replaceAll("_", " ")).join(", ")}</p>
    </aside>
  );
}
