import { useState } from "react";
import { useNavigate } from "@tanstack/react-router";
import type { HuntDetail } from "../../../shared/contract/hunts.ts";
import { huntByproducts, huntHandOffs, huntOutcomes } from "../../../shared/domain/hunt.ts";
import { Button } from "../../ui/Button.tsx";
import { plural } from "../../ui/format/number.ts";
import { Form } from "../../ui/Form.tsx";
import { Modal } from "../../ui/Modal.tsx";
import { benignLines, parseCloseForm } from "./hunt-forms.ts";
import styles from "./Hunts.module.css";
import { TextArea } from "./TextArea.tsx";
import { useHuntDecisions } from "./use-hunt-decisions.ts";

function Select({
  label,
  name,
  options,
  value,
}: {
  readonly label: string;
  readonly name: string;
  readonly value: string | null;
  readonly options: readonly { readonly key: string; readonly title: string }[];
}) {
  return (
    <label className={styles["choice"]}>
      {label}
      <select name={name} defaultValue={value ?? ""}>
        <option value="">choose…</option>
        {options.map((one) => (
          <option key={one.key} value={one.key}>
            {one.title}
          </option>
        ))}
      </select>
    </label>
  );
}

function Byproducts({ record }: Pick<HuntDetail, "record">) {
  return (
    <fieldset className={styles["fit"]}>
      <legend>Byproducts</legend>
      {huntByproducts.map(({ key, title }) => {
        const known = record.byproducts.find((one) => one.kind === key);
        return (
          <div key={key} className={styles["byproduct"]}>
            <label>
              <input type="checkbox" name={`by-${key}`} defaultChecked={known !== undefined} /> {title}
            </label>
            <input
              name={`what-${key}`}
              aria-label={`${title}: what`}
              placeholder="what"
              maxLength={2000}
              defaultValue={known?.what ?? ""}
            />
          </div>
        );
      })}
      <label className={styles["looked"]}>
        <input type="checkbox" name="looked" /> I looked for byproducts; what is not ticked was not found
      </label>
    </fieldset>
  );
}

/** A hunt ends with an outcome, the byproducts that were looked for, what is known to be benign, and what happens next. */
export function CloseDialog({ hunt, onClose }: { readonly hunt: HuntDetail; readonly onClose: () => void }) {
  const { decide } = useHuntDecisions();
  const navigate = useNavigate();
  const [problem, setProblem] = useState<string>();
  const { record } = hunt;
  const close = async (form: FormData): Promise<void> => {
    const parsed = parseCloseForm(form, hunt.id);
    if (!parsed.ok) return setProblem(parsed.problem);
    if (!(await decide("hunts.close", parsed.value, "The hunt is closed"))) return;
    onClose();
    await navigate({ to: "/hunts", search: { tab: "closed", id: hunt.id } });
  };
  const open = hunt.anomalies.length - hunt.judged;
  return (
    <Modal
      title="Close the hunt"
      description={
        open === 0
          ? "All its anomalies have a verdict."
          : `${plural(open, "anomaly", "anomalies")} of it ${open === 1 ? "has" : "have"} no verdict; closing gives none.`
      }
      onClose={onClose}
    >
      <Form onSave={close} className={styles["form"]}>
        <Select label="Outcome" name="outcome" options={huntOutcomes} value={record.outcome} />
        <TextArea label="Findings" name="findings" rows={3} value={record.findings} max={20_000} />
        <Byproducts record={record} />
        <TextArea
          label="Known to be benign, one a line as “what: because”"
          name="benign"
          rows={3}
          value={benignLines(record)}
          max={20_000}
        />
        <Select label="What happens next" name="handOff" options={huntHandOffs} value={record.handOff} />
        {problem === undefined ? null : (
          <p role="alert" className={styles["problem"]}>
            {problem}
          </p>
        )}
        <div className={styles["form-end"]}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary">
            Close the hunt
          </Button>
        </div>
      </Form>
    </Modal>
  );
}
