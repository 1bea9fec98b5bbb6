import { useState } from "react";
import type { ModelSummary, ModelVersion } from "../../../shared/contract/models.ts";
import type { ModelPreview } from "../../../shared/contract/preview.ts";
import { useRunningJobs } from "../../state/jobs.ts";
import { useRequest } from "../../state/requests.ts";
import { useTime } from "../../state/use-format.ts";
import { Button } from "../../ui/Button.tsx";
import { Choice } from "../../ui/Choice.tsx";
import { formatCount, plural } from "../../ui/format/number.ts";
import { shortId } from "../../ui/format/text.ts";
import { Interval } from "../../ui/Interval.tsx";
import { Safe } from "../../ui/Safe.tsx";
import { Failure, Notice, Skeleton } from "../../ui/States.tsx";
import { stateWords } from "./drift-words.ts";
import { candidateOf, newestFirst } from "./model-words.ts";
import { continued, sharedWords } from "./preview-words.ts";
import { QueueChanges } from "./QueueChanges.tsx";
import { useScoreBeside } from "./use-score-beside.ts";
import shared from "./Models.module.css";
import styles from "./QueueUnder.module.css";

function NotScored({ version, because }: { readonly version: ModelVersion; readonly because: string }) {
  const runs = useRequest("scoring.runs", {});
  const info = useRequest("workspace.info", {});
  const score = useScoreBeside();
  const jobs = useRunningJobs();
  const isScoring = jobs.some(({ name }) => name === "models.scoreBeside");
  const isBlocked = isScoring || info.data?.readOnly === true || jobs.some(({ name }) => name === "scoring.run" || name === "models.train");
  const newest = runs.data?.filter((run) => run.model === version.model).toSorted((a, b) => b.createdAt - a.createdAt)[0];
  const canScore = newest !== undefined && newest.modelVersion !== version.id && version.stage !== "quarantined";
  return (
    <div className={styles["ask"]}>
      <p className={shared["quiet"]}>
        <Safe text={because} />
        {canScore ? " Scoring it beside the run shows what would change; nothing of it enters the queue." : ""}
        {version.stage === "quarantined" ? " It is quarantined and may not score." : ""}
      </p>
      {canScore ? (
        <Button disabled={isBlocked} onClick={() => score(version)}>
          {isScoring ? "Scoring beside the queue…" : "Score beside the queue"}
        </Button>
      ) : null}
    </div>
  );
}

function Listed({ list }: { readonly list: NonNullable<ModelPreview["list"]> }) {
  const time = useTime();
  const { shared: both, causes, drift, withheld } = list;
  const isKnown = both.n > 0;
  return (
    <>
      <p className={styles["share"]}>
        <Interval low={isKnown ? both.low : null} high={isKnown ? both.high : null} value={isKnown ? both.k / both.n : null} max={1} />
        <span>
          <b>Shared</b> {sharedWords(both)}
        </span>
      </p>
      <p className={styles["facts"]}>
        Against run <code>{shortId(list.run)}</code> of <code>{shortId(list.against)}</code>: {plural(list.places, "place")},{" "}
        {plural(list.subjects, "subject")}, scored {time.time(list.scoredAt, "date-time")}.
        {withheld === 0 ? "" : ` ${plural(withheld, "case")} to be judged blind ${withheld === 1 ? "is" : "are"} in neither list.`}
        {drift === null ? null : (
          <>
            {" "}
            Its data, {stateWords[drift.state].word}: <Safe text={drift.because} />
          </>
        )}
      </p>
      {list.notices.map((notice) => (
        <Notice key={notice}>
          <Safe text={notice} />
        </Notice>
      ))}
      <p className={styles["facts"]}>
        {causes.state === "computed" ? (
          <>
            Verdicts behind it, of the {formatCount(causes.verdicts)} that taught it: <Safe text={continued(causes.because)} />
          </>
        ) : (
          <>
            Verdicts behind it: unknown because <Safe text={continued(causes.because)} />
          </>
        )}
      </p>
      <QueueChanges list={list} />
      {list.total > list.items.length ? (
        <p className={shared["quiet"]}>
          The first {formatCount(list.items.length)} of {formatCount(list.total)} are listed, what changes most before the rest.
        </p>
      ) : null}
    </>
  );
}

function OfVersion({ version }: { readonly version: ModelVersion }) {
  const { data, error, refetch } = useRequest("models.preview", { model: version.model, version: version.id });
  if (error !== null)
    return <Failure title="The queue under this version could not be read" error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton lines={8} label="Reading the queue under this version" />;
  return data.list === null ? <NotScored version={version} because={data.because} /> : <Listed list={data.list} />;
}

/** What another version than the champion would change in the model's queue, and the verdicts behind that. */
export function QueueUnder({ model }: { readonly model: ModelSummary }) {
  const versions = newestFirst(model).filter(({ id }) => id !== model.champion);
  const [wanted, setWanted] = useState(candidateOf(model)?.id);
  const version = versions.find(({ id }) => id === wanted) ?? versions[0];
  if (model.versions.length === 0) return null;
  return (
    <section aria-label="Queue under this version" className={styles["under"]}>
      <div className={shared["section"]}>
        <h3>Queue under this version</h3>
        {version === undefined ? null : (
          <Choice
            label="Queue under version"
            hideLabel
            value={version.id}
            options={versions.map(({ id, stage }) => ({ value: id, label: `${shortId(id)} ${stage}` }))}
            onChange={setWanted}
          />
        )}
      </div>
      {version === undefined ? (
        <p className={shared["quiet"]}>There is no version but the champion. Retrain to have one to compare it with.</p>
      ) : (
        <OfVersion key={version.id} version={version} />
      )}
    </section>
  );
}
