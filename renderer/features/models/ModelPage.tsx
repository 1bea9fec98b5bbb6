import { useState } from "react";
import type { ModelSummary } from "../../../shared/contract/models.ts";
import { useRequest } from "../../state/requests.ts";
import { useRunningJobs } from "../../state/jobs.ts";
import { Button } from "../../ui/Button.tsx";
import { shortId } from "../../ui/format/text.ts";
import { Notice } from "../../ui/States.tsx";
import { Drift } from "./Drift.tsx";
import { ImportModelDialog } from "./ImportModelDialog.tsx";
import { Lifecycle } from "./Lifecycle.tsx";
import { candidateOf } from "./model-words.ts";
import { PromoteDialog } from "./PromoteDialog.tsx";
import { Reproduce } from "./Reproduce.tsx";
import { Evaluation } from "./Evaluation.tsx";
import { QueueUnder } from "./QueueUnder.tsx";
import { Runs } from "./Runs.tsx";
import { TaughtBy } from "./TaughtBy.tsx";
import { StageLane } from "./StageLane.tsx";
import { TrainDialog } from "./TrainDialog.tsx";
import { useScore } from "./use-model-jobs.ts";
import styles from "./Models.module.css";

function Actions({
  model,
  onTrain,
  onImport,
  onPromote,
}: {
  readonly model: ModelSummary;
  readonly onImport: () => void;
  readonly onTrain: () => void;
  readonly onPromote: () => void;
}) {
  const score = useScore();
  const info = useRequest("workspace.info", {});
  const isBusy = useRunningJobs().some((job) => job.name === "models.train" || job.name === "scoring.run");
  const isBlocked = isBusy || info.data?.dataset === null || info.data?.readOnly === true;
  const candidate = candidateOf(model);
  return (
    <div className={styles["actions"]}>
      <Button disabled={isBlocked} onClick={onTrain}>
        {model.versions.length === 0 ? "Train…" : "Retrain…"}
      </Button>
      <Button disabled={isBlocked} onClick={onImport}>
        Import model…
      </Button>
      <Button disabled={isBlocked || model.versions.length === 0} onClick={() => score(model)}>
        Score
      </Button>
      {candidate === undefined ? null : (
        <Button tone="primary" disabled={info.data?.readOnly === true} onClick={onPromote}>
          Promote {shortId(candidate.id)}…
        </Button>
      )}
    </div>
  );
}

function Advice({ model }: { readonly model: ModelSummary }) {
  const info = useRequest("workspace.info", {});
  if (info.data?.dataset === null)
    return <Notice>There is no telemetry yet. Import some on the Data screen; then this model can be trained.</Notice>;
  if (model.versions.length === 0)
    return (
      <Notice tone="neutral">
        This package has not been trained on this workspace’s telemetry. Train it, look at what it surfaces, then promote it.
      </Notice>
    );
  if (model.champion === undefined && model.rulesOnly === undefined)
    return <Notice>No version of this model is champion. Its queue comes from a version nobody has promoted; treat it as a trial.</Notice>;
  return null;
}

/** What the package looks for and what became of it here. */
export function ModelPage({ model }: { readonly model: ModelSummary }) {
  const [dialog, setDialog] = useState<"train" | "import" | "promote">();
  const candidate = candidateOf(model);
  const close = (): void => setDialog(undefined);
  return (
    <section className={styles["page"]} aria-labelledby="model-title" tabIndex={-1} data-pane="model">
      <header className={styles["head"]}>
        <div>
          <h2 id="model-title">{model.title}</h2>
          <p className={styles["hypothesis"]}>{model.hypothesis}</p>
          <p className={styles["attack"]}>
            {model.attack.map((attack) => (
              <span key={attack.technique} title={attack.name}>
                {attack.technique} {attack.name}
              </span>
            ))}
          </p>
        </div>
        <Actions
          model={model}
          onTrain={() => setDialog("train")}
          onImport={() => setDialog("import")}
          onPromote={() => setDialog("promote")}
        />
      </header>
      <Advice model={model} />
      <StageLane model={model} />
      <Lifecycle model={model} />
      <Evaluation model={model} />
      <QueueUnder model={model} />
      <Drift model={model.name} />
      <TaughtBy model={model} />
      <Runs model={model.name} />
      <Reproduce model={model} />
      {dialog === "train" ? <TrainDialog model={model} onClose={close} /> : null}
      {dialog === "import" ? <ImportModelDialog model={model} onClose={close} /> : null}
      {dialog === "promote" && candidate !== undefined ? <PromoteDialog model={model} version={candidate} onClose={close} /> : null}
    </section>
  );
}
