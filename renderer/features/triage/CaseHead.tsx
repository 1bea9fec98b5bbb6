import type { CaseDetail, QueueRow } from "../../../shared/contract/triage.ts";
import { isWithheld, revealedWords } from "../../../shared/domain/blind.ts";
import { commands } from "../../commands/commands.ts";
import { useTime } from "../../state/use-format.ts";
import { formatCount, formatProbability } from "../../ui/format/number.ts";
import { shortId } from "../../ui/format/text.ts";
import { Safe } from "../../ui/Safe.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { EnvelopeLine } from "./EnvelopeBadge.tsx";
import { rarity, rated } from "./case-words.ts";
import styles from "./Case.module.css";
import { HoldLine } from "./HoldTag.tsx";
import { HuntChip } from "./HuntChip.tsx";
import { showEveryFeature, useTriage } from "./triage-store.ts";

interface CaseHeadProps {
  readonly row: QueueRow | undefined;
  readonly detail: CaseDetail | undefined;
}

function Rarity({ row, detail }: { readonly row: QueueRow; readonly detail: CaseDetail | undefined }) {
  if (detail === undefined || row.score === null)
    return <span>{row.qValue === null ? rarity(row, 0) : `q ${formatProbability(row.qValue)}`}</span>;
  return (
    <span
      data-term="p"
      title={`${rated(row)}, score ${row.score.toFixed(4)}, one of ${formatCount(detail.subjectsScored)} subjects scored`}
    >
      {rarity(row, detail.calibrationRows)}
    </span>
  );
}

/** One sentence, then when, by which model, and how rare among how many. */
export function CaseHead({ row, detail }: CaseHeadProps) {
  const time = useTime();
  const isEvery = useTriage((s) => s.isEveryFeatureShown);
  const shown = detail?.row ?? row;
  if (shown === undefined) return null;
  const revealed = revealedWords(shown.blind);
  return (
    <header className={styles["head"]}>
      <h2 className={styles["headline"]} id="case-headline">
        <Safe text={detail?.headline ?? shown.subject.label} />
      </h2>
      <p className={`${styles["meta"] ?? ""} ${styles["facts"] ?? ""}`}>
        <span data-term="window" title={`${time.iso(shown.window.from)} to ${time.iso(shown.window.to)}`}>
          {time.range(shown.window.from, shown.window.to)}
        </span>
        <span>
          <span className={styles["model"]} data-term="model">
            {shown.model}
          </span>{" "}
          {shown.version === "" ? (
            "version withheld"
          ) : (
            <>
              <code>{shortId(shown.version)}</code> {shown.stage === "champion" ? null : <Tag tone="model">{shown.stage}</Tag>}
            </>
          )}
        </span>
        <Rarity row={shown} detail={detail} />
        <button
          type="button"
          className={styles["link"]}
          aria-label="entity page"
          title="The page of what is chosen in the graph, or of the subject"
          onClick={() => commands.run("triage.entity")}
        >
          entity
        </button>
        {isWithheld(shown.blind) ? null : (
          <button type="button" className={styles["link"]} aria-expanded={isEvery} onClick={() => showEveryFeature(!isEvery)}>
            {isEvery ? "first three reasons" : "why not higher?"}
          </button>
        )}
        <button type="button" className={styles["link"]} onClick={() => commands.run("triage.around")}>
          events around
        </button>
        <button type="button" className={styles["link"]} onClick={() => commands.run("triage.compare")}>
          compare
        </button>
        <button type="button" className={styles["link"]} onClick={() => commands.run("triage.copy-as")}>
          copy as…
        </button>
        <HuntChip anomalyId={shown.anomalyId} />
      </p>
      <EnvelopeLine envelope={shown.envelope} />
      <HoldLine hold={shown.hold} />
      {revealed === undefined ? null : (
        <p className={styles["meta"]}>
          <Tag tone="accent">blind sample</Tag> {revealed}
        </p>
      )}
    </header>
  );
}
