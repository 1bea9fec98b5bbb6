import type { CaseDetail } from "../../../shared/contract/triage.ts";
import { Button } from "../../ui/Button.tsx";
import { plural } from "../../ui/format/number.ts";
import { shortId } from "../../ui/format/text.ts";
import { KeyValues } from "../../ui/KeyValues.tsx";
import { Safe } from "../../ui/Safe.tsx";
import { useOpenLineage } from "./use-open-lineage.ts";
import styles from "./Context.module.css";

/** Where every figure of this case comes from, folded until asked for. */
export function LineageCard({ detail }: { readonly detail: CaseDetail }) {
  const { lineage, row } = detail;
  const openLineage = useOpenLineage();
  if (lineage === null) return null;
  const digest = (id: string) => <code title={id}>{shortId(id)}</code>;
  return (
    <details className={styles["lineage"]}>
      <summary>
        Lineage{" "}
        <span>
          run {digest(lineage.run)} · model {digest(lineage.modelVersion)} · {plural(lineage.files.length, "file")}
        </span>
      </summary>
      <p className={styles["trace"]}>
        <Button size="small" onClick={() => openLineage(row.anomalyId)}>
          Trace it to the files and the labels
        </Button>
      </p>
      <KeyValues
        items={[
          { label: "Dataset", value: digest(lineage.datasetVersion) },
          {
            label: "Trained on",
            value: (
              <>
                {digest(lineage.trainedOn)} seed {lineage.seed}
              </>
            ),
          },
          { label: "Feature SQL", value: digest(lineage.featureSqlDigest) },
          { label: "ONNX", value: digest(lineage.onnxSha256) },
          { label: "Code", value: digest(lineage.codeDigest) },
          {
            label: "OCSF",
            value: (
              <>
                {lineage.ocsfVersion} mapping{" "}
                {lineage.mappingDigests.map((id) => (
                  <code key={id}>{shortId(id)} </code>
                ))}
              </>
            ),
          },
          {
            label: "Files",
            value: lineage.files.map((file) => (
              <div key={file.name + file.sha256}>
                <Safe text={file.name.split("/").at(-1) ?? file.name} /> {digest(file.sha256)}
              </div>
            )),
          },
        ]}
      />
    </details>
  );
}
