import { useQueryClient } from "@tanstack/react-query";
import { verdictKind } from "../../../shared/domain/verdict.ts";
import { useHotkey } from "../../commands/commands.ts";
import { useClient } from "../../state/client-context.ts";
import { announce, showFailure } from "../../state/messages.ts";
import { Kbd } from "../../ui/Kbd.tsx";
import { Safe } from "../../ui/Safe.tsx";
import { isVerdictKey, patchStates, verdictTitle } from "./decisions.ts";
import { openDetails, openSuppress, setLastVerdict, useTriage } from "./triage-store.ts";
import styles from "./VerdictBar.module.css";

/** What was just recorded, with the reasons one may add. It never stands in the way: the next case is already open. */
export function LastVerdictStrip() {
  const last = useTriage((s) => s.lastVerdict);
  const client = useClient();
  const queries = useQueryClient();
  const reasonKey = useHotkey("triage.reason");
  const detailsKey = useHotkey("triage.details");
  if (last === undefined || !isVerdictKey(last.verdict)) return null;
  const kind = verdictKind(last.verdict);
  const give = (reason: string): void => {
    setLastVerdict({ ...last, reason });
    client
      .call("triage.judge", { anomalyIds: [...last.anomalyIds], verdict: last.verdict, reason })
      .then(({ states }) => {
        patchStates(queries, states);
        announce(`Reason recorded: ${reason}`);
      })
      .catch((error: unknown) => {
        setLastVerdict(last);
        showFailure("The reason was not recorded", error);
      });
    document.querySelector<HTMLElement>("[role=listbox]")?.focus();
  };
  return (
    <div className={styles["last"]} data-reasons>
      <span className={styles["said"]}>
        <Safe text={last.label} /> <b className={styles[`word-${kind.tone}`]}>{verdictTitle(last.verdict).toLowerCase()}</b>
        {last.reason === "" ? "" : ` · ${last.reason}`}
      </span>
      {last.reason !== "" || last.isDetailed || kind.reasons.length === 0 ? null : (
        <>
          <span className={styles["why"]}>why? {reasonKey === undefined ? null : <Kbd hotkey={reasonKey} />}</span>
          {kind.reasons.map((reason) => (
            <button key={reason} type="button" className={styles["reason"]} onClick={() => give(reason)}>
              {reason}
            </button>
          ))}
        </>
      )}
      {last.verdict === "benign" ? (
        <button type="button" className={styles["reason"]} onClick={() => openSuppress(last.anomalyIds[0])}>
          suppress what is like it…
        </button>
      ) : null}
      <button type="button" className={styles["reason"]} onClick={() => openDetails(last.anomalyIds)}>
        details {detailsKey === undefined ? null : <Kbd hotkey={detailsKey} />}
      </button>
    </div>
  );
}
