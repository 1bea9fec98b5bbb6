import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { CaseDetail, VerdictDetail } from "../../../shared/contract/triage.ts";
import { validities, type VerdictKind, verdictKind } from "../../../shared/domain/verdict.ts";
import { useClient } from "../../state/client-context.ts";
import { announce } from "../../state/messages.ts";
import { outdate, useRequest } from "../../state/requests.ts";
import { Button } from "../../ui/Button.tsx";
import { Form } from "../../ui/Form.tsx";
import { Modal } from "../../ui/Modal.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { isVerdictKey, patchStates } from "./decisions.ts";
import { openDetails, setLastVerdict, useTriage } from "./triage-store.ts";
import { originalText, parseVerdictForm, reasonLabels } from "./verdict-form.ts";
import styles from "./VerdictDetails.module.css";

type Recorded = CaseDetail["history"][number];

function Reason({ kind, value }: { readonly kind: VerdictKind; readonly value: string }) {
  if (kind.reasons.length === 0)
    return (
      <TextField className={styles["stacked"]} label={reasonLabels[kind.key] ?? "Why"} name="reason" defaultValue={value} maxLength={200} />
    );
  return (
    <label>
      Reason
      <select name="reason" defaultValue={value}>
        <option value="">not said</option>
        {kind.reasons.map((reason) => (
          <option key={reason}>{reason}</option>
        ))}
      </select>
    </label>
  );
}

function Axes({ kind, now }: { readonly kind: VerdictKind; readonly now: VerdictDetail }) {
  return (
    <div className={styles["pair"]}>
      <label>
        Was it truly unusual?
        <select name="valid" defaultValue={now.valid}>
          {validities.map((one) => (
            <option key={one} value={one}>
              {one === kind.anomalyValid ? `${one}, as ${kind.short.toLowerCase()} implies` : one}
            </option>
          ))}
        </select>
      </label>
      <label>
        How sure are you?
        <select name="confidence" defaultValue={now.confidence ?? ""}>
          <option value="">not said: counts in full</option>
          <option value="high">high: counts in full</option>
          <option value="medium">medium: counts 0.8</option>
          <option value="low">low: counts half</option>
        </select>
      </label>
    </div>
  );
}

function Original({ detail, now }: { readonly detail: CaseDetail; readonly now: VerdictDetail }) {
  const others = detail.prior.filter((one) => one.anomalyId !== detail.row.anomalyId);
  return (
    <>
      <TextField
        className={styles["stacked"]}
        label="Original"
        name="original"
        list="originals"
        placeholder="the id of a case, or choose"
        defaultValue={now.duplicateOf === null ? "" : originalText(now.duplicateOf)}
      />
      <datalist id="originals">
        {others.map((one) => (
          <option key={one.anomalyId}>{originalText(one)}</option>
        ))}
      </datalist>
    </>
  );
}

interface FormProps {
  readonly detail: CaseDetail;
  readonly recorded: Recorded;
  readonly kind: VerdictKind;
  readonly anomalyIds: readonly string[];
}

function DetailsForm({ detail, recorded, kind, anomalyIds }: FormProps) {
  const client = useClient();
  const queries = useQueryClient();
  const [problem, setProblem] = useState<string>();
  const save = async (form: FormData): Promise<void> => {
    const parsed = parseVerdictForm(form, kind);
    if (!parsed.ok) return setProblem(parsed.problem);
    try {
      const { states } = await client.call("triage.judge", { anomalyIds: [...anomalyIds], verdict: kind.key, ...parsed.value });
      patchStates(queries, states);
      const { lastVerdict } = useTriage.getState();
      if (lastVerdict?.anomalyIds.includes(detail.row.anomalyId) === true)
        setLastVerdict({ ...lastVerdict, reason: parsed.value.reason ?? "", isDetailed: true });
      announce("Details of the verdict recorded. Undo with Z.");
      openDetails(undefined);
      await outdate(queries, "triage.case");
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  const implied = detail.attack.map(({ technique }) => technique).join(", ");
  return (
    <Form onSave={save} className={styles["form"]}>
      {kind.key === "duplicate" ? <Original detail={detail} now={recorded} /> : null}
      <Reason kind={kind} value={recorded.reason} />
      <Axes kind={kind} now={recorded} />
      <TextField
        className={styles["stacked"]}
        label="ATT&CK techniques seen in the evidence"
        name="techniques"
        defaultValue={recorded.techniques.join(", ")}
        placeholder={implied === "" ? "T1071.004" : `the model looks for ${implied}`}
      />
      <label>
        Note with this verdict
        <textarea name="note" rows={3} maxLength={20_000} defaultValue={recorded.note} />
      </label>
      {problem === undefined ? null : (
        <p role="alert" className={styles["problem"]}>
          {problem}
        </p>
      )}
      <div className={styles["end"]}>
        <Button onClick={() => openDetails(undefined)}>Cancel</Button>
        <Button type="submit" tone="primary">
          Record
        </Button>
      </div>
    </Form>
  );
}

/** What a verdict says beside its word. Recording is a new decision that takes the place of the verdict; both stay in the log. */
export function VerdictDetails({ anomalyIds }: { readonly anomalyIds: readonly string[] }) {
  const [first = ""] = anomalyIds;
  const { data: detail } = useRequest("triage.case", { anomalyId: first });
  const recorded = detail?.history.findLast((one) => !one.undone);
  if (detail === undefined || recorded === undefined || !isVerdictKey(recorded.verdict)) return null;
  const kind = verdictKind(recorded.verdict);
  const many = anomalyIds.length > 1 ? ` on ${anomalyIds.length} cases` : "";
  return (
    <Modal title={`${kind.title}${many}`} description={detail.headline} onClose={() => openDetails(undefined)}>
      <DetailsForm detail={detail} recorded={recorded} kind={kind} anomalyIds={anomalyIds} />
    </Modal>
  );
}
