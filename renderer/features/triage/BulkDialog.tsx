import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type Similarity } from "../../../shared/contract/bulk.ts";
import { type VerdictKind, verdictKinds } from "../../../shared/domain/verdict.ts";
import { useClient } from "../../state/client-context.ts";
import { announce, showToast } from "../../state/messages.ts";
import { request } from "../../state/requests.ts";
import { Button } from "../../ui/Button.tsx";
import { Choice } from "../../ui/Choice.tsx";
import { plural } from "../../ui/format/number.ts";
import { Form } from "../../ui/Form.tsx";
import { Modal } from "../../ui/Modal.tsx";
import { Failure, Skeleton } from "../../ui/States.tsx";
import { TextField } from "../../ui/TextField.tsx";
import dialog from "./CaseDialog.module.css";
import styles from "./BulkDialog.module.css";
import { BulkPreviewView } from "./BulkPreviewView.tsx";
import { openBulk, setLastVerdict, setMarked, type TriageState } from "./triage-store.ts";
import { reasonLabels } from "./verdict-form.ts";

type Opened = NonNullable<TriageState["bulk"]>;
const hunts = ["none other", "the same", "any"] as const;
type Hunts = (typeof hunts)[number];

const sameOptions: readonly { readonly value: Similarity; readonly label: string }[] = [
  { value: "pattern", label: "reasons" },
  { value: "entity", label: "reasons and an entity" },
  { value: "pair", label: "reasons and subject" },
];
const huntLabels: Readonly<Record<Hunts, string>> = {
  "none other": "no other",
  "the same": "only the same or its candidate",
  any: "any",
};

/** How alike they have to be, and which verdict they get. */
function useBulkSet({ like, chosen }: Opened) {
  const [same, setSame] = useState<Similarity>("entity");
  const [reasons, setReasons] = useState<"1" | "2" | "3">("3");
  const [inHunts, setInHunts] = useState<Hunts>("none other");
  const [includeJudged, setIncludeJudged] = useState(false);
  const [kind, setKind] = useState<VerdictKind>();
  const set = {
    like,
    ...(chosen === undefined ? {} : { chosen: [...chosen] }),
    same,
    reasons: Number(reasons),
    sameHunt: inHunts === "the same",
    acrossHunts: inHunts === "any",
    includeJudged,
    ...(kind === undefined ? {} : { verdict: kind.key }),
  };
  return { set, same, setSame, reasons, setReasons, inHunts, setInHunts, setIncludeJudged, kind, setKind };
}
type BulkState = ReturnType<typeof useBulkSet>;

function Likeness({ same, setSame, reasons, setReasons, inHunts, setInHunts }: BulkState) {
  return (
    <div className={styles["choices"]}>
      <Choice label="The same" value={same} options={sameOptions} onChange={setSame} />
      <Choice
        label="Leading reasons"
        value={reasons}
        options={[
          { value: "3", label: "all three" },
          { value: "2", label: "the first two" },
          { value: "1", label: "the first" },
        ]}
        onChange={setReasons}
      />
      <Choice
        label="In hunts"
        value={inHunts}
        options={hunts.map((value) => ({ value, label: huntLabels[value] }))}
        onChange={setInHunts}
      />
    </div>
  );
}

function Judgement({ kind, setKind }: Pick<BulkState, "kind" | "setKind">) {
  return (
    <div className={styles["choices"]}>
      <Choice
        label="Verdict"
        value={kind?.key ?? "choose"}
        options={[{ value: "choose" as const, label: "choose…" }, ...verdictKinds.map(({ key, title }) => ({ value: key, label: title }))]}
        onChange={(key) => setKind(verdictKinds.find((one) => one.key === key))}
      />
      {kind === undefined || kind.reasons.length === 0 ? (
        <TextField
          label={reasonLabels[kind?.key ?? ""] ?? "Why"}
          name="reason"
          key={kind?.key ?? ""}
          maxLength={200}
          disabled={kind === undefined}
        />
      ) : (
        <label className={styles["reason"]}>
          Reason
          <select name="reason" key={kind.key} defaultValue="">
            <option value="">not said</option>
            {kind.reasons.map((reason) => (
              <option key={reason}>{reason}</option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}

/** One verdict on all that are like a case, or on the selection: shown first, recorded as one decision. */
export function BulkDialog({ like, chosen }: Opened) {
  const client = useClient();
  const state = useBulkSet({ like, chosen });
  const { set, kind } = state;
  const {
    data: preview,
    error,
    isPlaceholderData,
    refetch,
  } = useQuery({
    ...request(client, "bulk.preview", set),
    placeholderData: keepPreviousData,
  });
  const [problem, setProblem] = useState<string>();
  const close = (): void => openBulk(undefined);
  const record = async (form: FormData): Promise<void> => {
    if (kind === undefined || preview === undefined || isPlaceholderData) return setProblem("Choose the verdict first.");
    const reason = form.get("reason");
    try {
      const { judged } = await client.call("bulk.judge", {
        ...set,
        verdict: kind.key,
        setId: preview.setId,
        reason: typeof reason === "string" ? reason.trim() : "",
      });
      const said = `${plural(judged, "case")} marked ${kind.short.toLowerCase()}. Undo with Z.`;
      setMarked(new Set());
      setLastVerdict(undefined);
      announce(said);
      showToast({ tone: "info", text: said });
      close();
    } catch (failure) {
      setProblem(failure instanceof Error ? failure.message : String(failure));
      void refetch();
    }
  };
  const applies = preview?.applies ?? 0;
  return (
    <Modal
      title={chosen === undefined ? "Judge all like this case" : `Judge the ${String(chosen.length)} selected`}
      {...(preview === undefined ? {} : { description: preview.words })}
      size="large"
      onClose={close}
    >
      <Form onSave={record} className={dialog["form"]}>
        {chosen === undefined ? <Likeness {...state} /> : null}
        <Judgement kind={kind} setKind={state.setKind} />
        <div className={styles["preview"]} aria-busy={isPlaceholderData}>
          {error === null ? null : <Failure title="The set could not be read" error={error} onRetry={() => void refetch()} />}
          {preview === undefined && error === null ? <Skeleton lines={8} label="Looking for cases like it" /> : null}
          {preview === undefined || error !== null ? null : (
            <BulkPreviewView
              preview={preview}
              includeJudged={set.includeJudged}
              acrossHunts={set.acrossHunts}
              onIncludeJudged={state.setIncludeJudged}
              onAcrossHunts={(isIncluded) => state.setInHunts(isIncluded ? "any" : "none other")}
            />
          )}
        </div>
        {problem === undefined ? null : (
          <p role="alert" className={dialog["problem"]}>
            {problem}
          </p>
        )}
        <div className={dialog["end"]}>
          <span className={dialog["quiet"]}>One decision, taken back as one. Each counts half of a single verdict in training.</span>
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" tone="primary" disabled={applies === 0 || kind === undefined || isPlaceholderData}>
            {kind === undefined ? "Choose the verdict" : `Mark ${plural(applies, "case")} ${kind.short.toLowerCase()}`}
          </Button>
        </div>
      </Form>
    </Modal>
  );
}
