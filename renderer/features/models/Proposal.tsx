import { useState } from "react";
import type { HeldOutEffect } from "../../../shared/contract/training.ts";
import type { RetrainingProposal } from "../../../shared/contract/upkeep.ts";
import { useClient } from "../../state/client-context.ts";
import { useRunningJobs } from "../../state/jobs.ts";
import { announce, showFailure } from "../../state/messages.ts";
import { useRequest } from "../../state/requests.ts";
import { Button } from "../../ui/Button.tsx";
import { formatCount, plural } from "../../ui/format/number.ts";
import { Modal } from "../../ui/Modal.tsx";
import { Safe } from "../../ui/Safe.tsx";
import { ReasonForm } from "./ReasonForm.tsx";
import { useTrain } from "./use-model-jobs.ts";
import own from "./Lifecycle.module.css";

const figure = (x: number | null): string => (x === null ? "unknown" : x.toFixed(2));

/** Average precision with and without the lessons, with the interval of their difference and what it was measured on. */
const effectWords = ({ state, because, before, after, difference, heldOut }: HeldOutEffect): string =>
  state === "insufficient"
    ? `The effect cannot be told yet: ${because}.`
    : `Average precision ${figure(before)} without and ${figure(after)} with what was learnt${
        difference === null ? "" : `, a difference of ${figure(difference.low)} to ${figure(difference.high)} (95 %)`
      }, on ${heldOut.positives + heldOut.negatives} judged subjects held out.`;

function Effect({ model }: { readonly model: string }) {
  const client = useClient();
  const [effect, setEffect] = useState<HeldOutEffect>();
  const isBusy = useRunningJobs().some((job) => job.name === "models.expectedEffect");
  const measure = (): void => {
    client
      .call("models.expectedEffect", { model })
      .then(setEffect)
      .catch((error: unknown) => showFailure("The expected effect was not measured", error));
  };
  if (effect !== undefined)
    return (
      <output>
        <Safe text={effectWords(effect)} />
      </output>
    );
  return (
    <div>
      <Button size="small" disabled={isBusy} onClick={measure}>
        {isBusy ? "Measuring the effect…" : "Measure the expected effect"}
      </Button>
    </div>
  );
}

function Decline({ proposal, onClose }: { readonly proposal: RetrainingProposal; readonly onClose: () => void }) {
  const client = useClient();
  const decline = async (reason: string): Promise<void> => {
    await client.call("models.declineRetraining", { model: proposal.model, proposal: proposal.id, reason });
    announce("The training is declined. Another reason, dataset or version proposes it again.");
    onClose();
  };
  return (
    <Modal
      title={`Decline to train ${proposal.model} again`}
      description="Another reason, another dataset or another version proposes it again."
      onClose={onClose}
    >
      <ReasonForm action="Decline" onDecide={decline} onClose={onClose} />
    </Modal>
  );
}

/** A training that is called for: why, on what, with which labels, and to what effect. Accepting it trains a candidate, no more. */
export function Proposal({ proposal }: { readonly proposal: RetrainingProposal }) {
  const train = useTrain();
  const info = useRequest("workspace.info", {});
  const [isDeclining, setDeclining] = useState(false);
  const isBlocked = useRunningJobs().some((job) => job.name === "models.train") || info.data?.readOnly === true;
  const { model, triggers, dataset, labels } = proposal;
  const accept = (): void => train({ model, dataset: dataset.id, labels: "current" });
  return (
    <section className={own["proposal"]} aria-label="Proposed training">
      <h3>Training is called for</h3>
      <ul>
        {triggers.map(({ trigger, text }) => (
          <li key={trigger}>
            <Safe text={text} />
          </li>
        ))}
      </ul>
      <p>
        On dataset v{dataset.number} with {plural(dataset.events, "event")}, taught by {formatCount(labels.positives)} confirmed and{" "}
        {formatCount(labels.negatives)} benign subjects; {plural(labels.leftOut, "verdict")} left out.
      </p>
      <Effect model={model} />
      <div className={own["steps"]}>
        <Button tone="primary" disabled={isBlocked} onClick={accept}>
          Train a candidate
        </Button>
        <Button disabled={info.data?.readOnly === true} onClick={() => setDeclining(true)}>
          Decline…
        </Button>
      </div>
      {isDeclining ? <Decline proposal={proposal} onClose={() => setDeclining(false)} /> : null}
    </section>
  );
}
