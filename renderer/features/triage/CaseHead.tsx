import type { CaseDetail, QueueRow } from "../../../shared/contract/triage.ts";
import { useTime } from "../../state/use-format.ts";
import { formatCount, formatProbability } from "../../ui/format/number.ts";
import { shortId } from "../../ui/format/text.ts";
import { Safe } from "../../ui/Safe.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { rarity } from "./case-words.ts";
import styles from "./Case.module.css";
import { showEveryFeature, useTriage } from "./triage-store.ts";

interface CaseHeadProps {
  readonly row: QueueRow | undefined;
  readonly detail: CaseDetail | undefined;
}

/** One sentence, then when, by which model, and how rare among how many. */
export function CaseHead({ row, detail }: CaseHeadProps) {
  const time = useTime();
  const isEvery = useTriage((s) => s.isEveryFeatureShown);
  const shown = detail?.row ?? row;
  if (shown === undefined) return null;
  return (
    <header className={styles["head"]}>
      <h2 className={styles["headline"]} id="case-headline">
        <Safe text={detail?.headline ?? shown.subject.label} />
      </h2>
      <p className={styles["meta"]}>
        <span title={`${time.iso(shown.window.from)} to ${time.iso(shown.window.to)}`}>
          {time.range(shown.window.from, shown.window.to)}
        </span>
        {" · "}
        <span className={styles["model"]}>{shown.model}</span> <code>{shortId(shown.version)}</code>
        {shown.stage === "champion" ? null : <Tag tone="model">{shown.stage}</Tag>}
        {" · "}
        {detail === undefined ? (
          `q ${formatProbability(shown.qValue)}`
        ) : (
          <span
            title={`p ${formatProbability(shown.pValue)}, q ${formatProbability(shown.qValue)}, score ${shown.score.toFixed(4)}, one of ${formatCount(detail.subjectsScored)} subjects scored`}
          >
            {rarity(shown, detail.calibrationRows)}
          </span>
        )}
        {" · "}
        <button type="button" className={styles["link"]} aria-expanded={isEvery} onClick={() => showEveryFeature(!isEvery)}>
          {isEvery ? "first three reasons" : "why not higher?"}
        </button>
      </p>
    </header>
  );
}
