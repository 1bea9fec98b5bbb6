import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ScopeOffer } from "../../../shared/contract/suppressions.ts";
import type { Input } from "../../../shared/contract/requests.ts";
import { suppressionDays } from "../../../shared/domain/suppression.ts";
import { useClient } from "../../state/client-context.ts";
import { announce, showToast } from "../../state/messages.ts";
import { request, useRequest } from "../../state/requests.ts";
import { Button } from "../../ui/Button.tsx";
import { Form } from "../../ui/Form.tsx";
import { Modal } from "../../ui/Modal.tsx";
import { Failure, Skeleton } from "../../ui/States.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { DryRunView } from "./DryRunView.tsx";
import { ScopeFields } from "./ScopeFields.tsx";
import dialog from "./CaseDialog.module.css";
import styles from "./SuppressDialog.module.css";
import { draftOf, isSaying, toScope } from "./suppression-form.ts";
import { openSuppress } from "./triage-store.ts";

const textOf = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
};

/** What is said beside the scope, or why it cannot be taken. */
function parse(form: FormData, isBlocked: boolean): string | Pick<Input<"suppressions.create">, "reason" | "owner" | "days" | "override"> {
  const reason = textOf(form, "reason");
  const override = textOf(form, "override");
  const owner = textOf(form, "owner");
  const days = Number(textOf(form, "days"));
  if (reason === "") return "Say why.";
  if (!(days > 0 && days <= suppressionDays.most)) return `It lasts more than 0 and at most ${String(suppressionDays.most)} days.`;
  if (isBlocked && override === "") return "It would hide what was confirmed malicious. Say why it is made all the same.";
  return { reason, days, ...(owner === "" ? {} : { owner }), ...(isBlocked ? { override } : {}) };
}

function Facts() {
  return (
    <div className={styles["pair"]}>
      <TextField label="Why it is suppressed" name="reason" maxLength={2000} />
      <TextField label="Owner" name="owner" maxLength={120} placeholder="you" />
      <TextField
        label="Days until it ends"
        name="days"
        type="number"
        min={1}
        max={suppressionDays.most}
        defaultValue={suppressionDays.byDefault}
      />
    </div>
  );
}

function SuppressForm({ offer }: { readonly offer: ScopeOffer }) {
  const client = useClient();
  const [draft, setDraft] = useState(() => draftOf(offer));
  const [problem, setProblem] = useState<string>();
  const scope = toScope(offer, draft);
  const isScope = isSaying(scope);
  const { data, error, isPlaceholderData, refetch } = useQuery({
    ...request(client, "suppressions.preview", { scope }),
    enabled: isScope,
    placeholderData: keepPreviousData,
  });
  const dryRun = isScope ? data : undefined;
  const isBlocked = (dryRun?.malicious.total ?? 0) > 0;
  const save = async (form: FormData): Promise<void> => {
    const parsed = parse(form, isBlocked);
    if (typeof parsed === "string") return setProblem(parsed);
    try {
      const { suppression } = await client.call("suppressions.create", {
        scope,
        ...parsed,
      });
      const said = `Suppressed: ${suppression.words}. Undo with Z.`;
      announce(said);
      showToast({ tone: "info", text: said });
      openSuppress(undefined);
    } catch (failure) {
      setProblem(failure instanceof Error ? failure.message : String(failure));
      void refetch();
    }
  };
  return (
    <Form onSave={save} className={dialog["form"]}>
      <ScopeFields offer={offer} draft={draft} onChange={setDraft} />
      <Facts />
      <div className={styles["dry-run"]} aria-live="polite" aria-busy={isPlaceholderData}>
        {isScope ? null : (
          <p className={dialog["problem"]}>Name at least one thing: a suppression of nothing in particular would hide everything.</p>
        )}
        {error === null || !isScope ? null : (
          <Failure title="What it would hide could not be read" error={error} onRetry={() => void refetch()} />
        )}
        {dryRun === undefined ? null : <DryRunView dryRun={dryRun} />}
      </div>
      {isBlocked ? <TextField className={styles["wide"]} label="Suppress all the same, because" name="override" maxLength={2000} /> : null}
      {problem === undefined ? null : (
        <p role="alert" className={dialog["problem"]}>
          {problem}
        </p>
      )}
      <div className={dialog["end"]}>
        <span className={dialog["quiet"]}>
          What it hides is scored all the same, counted in the queue, and 2 % of it stays in sight to be judged.
        </span>
        <Button onClick={() => openSuppress(undefined)}>Cancel</Button>
        <Button type="submit" tone={isBlocked ? "bad" : "primary"} disabled={dryRun === undefined || isPlaceholderData}>
          Suppress
        </Button>
      </div>
    </Form>
  );
}

/** Leaves out of the queue what is like a case, until a day: a person's decision, after what it would have hidden was shown. */
export function SuppressDialog({ anomalyId }: { readonly anomalyId: string }) {
  const { data: offer, error, refetch } = useRequest("suppressions.offer", { anomalyId });
  return (
    <Modal
      title="Suppress what is like this case"
      description="Everything that is ticked must hold at once. Cases with a verdict, and blind ones, are never hidden."
      size="large"
      onClose={() => openSuppress(undefined)}
    >
      {error !== null ? (
        <Failure title="The case could not be read" error={error} onRetry={() => void refetch()} />
      ) : offer === undefined ? (
        <Skeleton lines={8} label="Reading the case" />
      ) : (
        <SuppressForm offer={offer} />
      )}
    </Modal>
  );
}
