import { useState } from "react";
import type { ModelSummary } from "../../../shared/contract/models.ts";
import type { Upkeep } from "../../../shared/contract/upkeep.ts";
import { useRequest } from "../../state/requests.ts";
import { useTime } from "../../state/use-format.ts";
import { Button } from "../../ui/Button.tsx";
import { shortId } from "../../ui/format/text.ts";
import { Mark } from "../../ui/Mark.tsx";
import { Safe } from "../../ui/Safe.tsx";
import { Failure, Notice, Skeleton } from "../../ui/States.tsx";
import { DemoteDialog } from "./DemoteDialog.tsx";
import { Proposal } from "./Proposal.tsx";
import { RollbackDialog } from "./RollbackDialog.tsx";
import { StageHistory } from "./StageHistory.tsx";
import { findingWords } from "./stage-words.ts";
import styles from "./Models.module.css";
import own from "./Lifecycle.module.css";

function RulesOnly({ standing }: { readonly standing: NonNullable<ModelSummary["rulesOnly"]> }) {
  const time = useTime();
  const { since, because, rule } = standing;
  return (
    <div>
      <Notice>
        <b>Rules only</b> since {time.time(since, "full")}: <Safe text={because} /> Nothing scores for this model until a version is
        promoted or rolled back to. What is left to go by is its rule, {rule.title.toLowerCase()}.
      </Notice>
      <details className={own["rule"]}>
        <summary>The rule as SQL, for the SQL console</summary>
        <pre>{rule.sql}</pre>
      </details>
    </div>
  );
}

function Rules({ upkeep }: { readonly upkeep: Upkeep }) {
  const { judged } = upkeep;
  return (
    <>
      <ul className={own["rules"]}>
        {upkeep.findings.map(({ rule, title, state, text }) => (
          <li key={rule}>
            <Mark tone={findingWords[state].tone} />
            <span>
              <b>{title}</b>
              <em>{findingWords[state].word}</em>
              <br />
              <Safe text={text} />
            </span>
          </li>
        ))}
      </ul>
      {judged === null ? null : (
        <p className={own["judged"]}>
          Judged since it became champion: {judged.malicious} malicious, {judged.wrong} wrong, {judged.benignTruePositive} odd and harmless,{" "}
          {judged.other} other, {judged.disputed} disputed. Only the first two make its precision.
        </p>
      )}
    </>
  );
}

/** How a model's champion stands, what may be done about it, and how its versions came to where they are. */
export function Lifecycle({ model }: { readonly model: ModelSummary }) {
  const { data: upkeep, error, refetch } = useRequest("models.upkeep", { model: model.name });
  const info = useRequest("workspace.info", {});
  const time = useTime();
  const [dialog, setDialog] = useState<"rollback" | "demote">();
  const close = (): void => setDialog(undefined);
  const isBlocked = info.data?.readOnly === true;
  if (model.versions.length === 0) return null;
  const hasHadChampion = model.champion !== undefined || model.rulesOnly !== undefined;
  return (
    <>
      {model.rulesOnly === undefined ? null : <RulesOnly standing={model.rulesOnly} />}
      {upkeep?.proposal ? <Proposal key={upkeep.proposal.id} proposal={upkeep.proposal} /> : null}
      {!hasHadChampion ? null : (
        <section aria-label="Upkeep">
          <div className={styles["section"]}>
            <h3>Upkeep</h3>
            {upkeep?.champion && upkeep.since !== null ? (
              <span>
                {shortId(upkeep.champion)} is champion since {time.time(upkeep.since, "full")}; a rule that fails demotes it
              </span>
            ) : null}
          </div>
          {error !== null ? <Failure title="Upkeep could not be read" error={error} onRetry={() => void refetch()} /> : null}
          {error === null && upkeep === undefined ? <Skeleton lines={5} label="Reading how the champion stands" /> : null}
          {upkeep === undefined || upkeep.champion === null ? null : <Rules upkeep={upkeep} />}
          <div className={own["steps"]}>
            <Button disabled={isBlocked} onClick={() => setDialog("rollback")}>
              Roll back…
            </Button>
            {model.champion === undefined ? null : (
              <Button disabled={isBlocked} onClick={() => setDialog("demote")}>
                Demote {shortId(model.champion)}…
              </Button>
            )}
          </div>
        </section>
      )}
      <StageHistory model={model.name} />
      {dialog === "rollback" ? <RollbackDialog model={model.name} onClose={close} /> : null}
      {dialog === "demote" && model.champion !== undefined ? (
        <DemoteDialog model={model.name} champion={model.champion} onClose={close} />
      ) : null}
    </>
  );
}
