import clsx from "clsx";
import { useState } from "react";
import type { ModelSummary } from "../../../shared/contract/models.ts";
import { useRequest } from "../../state/requests.ts";
import { useTime } from "../../state/use-format.ts";
import { Button } from "../../ui/Button.tsx";
import { shortId } from "../../ui/format/text.ts";
import { newestFirst, stageTone } from "./model-words.ts";
import { QuarantineStep } from "./QuarantineDialog.tsx";
import styles from "./Models.module.css";

const most = 6;

/** Versions from old to new, each with the stage it stands at. */
export function StageLane({ model }: { readonly model: ModelSummary }) {
  const time = useTime();
  const info = useRequest("workspace.info", {});
  const [asked, setAsked] = useState<string>();
  const versions = newestFirst(model).slice(0, most).toReversed();
  if (versions.length === 0) return null;
  const chosen = versions.find(({ id }) => id === asked);
  const stepOf = (stage: string): string => (stage === "quarantined" ? "Release" : "Quarantine");
  return (
    <div>
      <div className={styles["section"]}>
        <h3>Versions and stages</h3>
        <span>every change is signed and in the decision log</span>
      </div>
      <ol className={styles["lane"]}>
        {versions.map((version) => (
          <li key={version.id} className={clsx(styles["version"], styles[stageTone(version.stage)])}>
            <code title={version.id}>{shortId(version.id)}</code>
            <span>
              {version.stage}, trained {time.time(version.createdAt, "date")}
            </span>
            <Button
              size="small"
              tone="quiet"
              disabled={info.data?.readOnly === true}
              aria-label={`${stepOf(version.stage)} ${shortId(version.id)}`}
              onClick={() => setAsked(version.id)}
            >
              {stepOf(version.stage)}…
            </Button>
          </li>
        ))}
      </ol>
      {chosen === undefined ? null : <QuarantineStep version={chosen} onClose={() => setAsked(undefined)} />}
    </div>
  );
}
