import clsx from "clsx";
import type { ModelSummary } from "../../../shared/contract/models.ts";
import { useTime } from "../../state/use-format.ts";
import { shortId } from "../../ui/format/text.ts";
import { newestFirst, stageTone } from "./model-words.ts";
import styles from "./Models.module.css";

const most = 6;

/** Versions from old to new, each with the stage it stands at. */
export function StageLane({ model }: { readonly model: ModelSummary }) {
  const time = useTime();
  const versions = newestFirst(model).slice(0, most).toReversed();
  if (versions.length === 0) return null;
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
          </li>
        ))}
      </ol>
    </div>
  );
}
