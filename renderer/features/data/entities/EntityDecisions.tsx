import { useState } from "react";
import type { EntityDetail, OverrideInput } from "../../../../shared/contract/entities.ts";
import { useSteps } from "../../../commands/use-steps.ts";
import { useClient } from "../../../state/client-context.ts";
import { announce, showFailure } from "../../../state/messages.ts";
import { useRequest } from "../../../state/requests.ts";
import { useTime } from "../../../state/use-format.ts";
import { Button } from "../../../ui/Button.tsx";
import { Choice } from "../../../ui/Choice.tsx";
import { Safe } from "../../../ui/Safe.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import styles from "./Entities.module.css";

const kinds = ["must-link", "cannot-link", "split", "generic", "owner", "criticality"] as const;
type Kind = (typeof kinds)[number];

const questions: Readonly<Record<Kind, { readonly title: string; readonly field: string }>> = {
  "must-link": { title: "it is the same as …", field: "Entity or identifier that it is the same as" },
  "cannot-link": { title: "it is not the same as …", field: "Entity, record or identifier that it is not" },
  split: { title: "a record is of something else", field: "Record" },
  generic: { title: "an identifier says nothing of who it is", field: "Identifier" },
  owner: { title: "its owner is …", field: "Owner" },
  criticality: { title: "its criticality is …", field: "Level" },
};
const levels = ["0", "1", "2", "3", "4"];

function toChange(kind: Kind, entity: EntityDetail, value: string, why: string): OverrideInput {
  switch (kind) {
    case "must-link":
    case "cannot-link":
      return { op: kind, a: entity.id, b: value, why };
    case "split":
      return { op: kind, entity: entity.id, records: [value], why };
    case "generic":
      return { op: kind, key: value, why };
    case "owner":
      return { op: kind, entity: entity.id, owner: value, why };
    case "criticality":
      return { op: kind, entity: entity.id, level: Number(value), why };
  }
}

function choicesOf(kind: Kind, entity: EntityDetail): readonly { readonly value: string; readonly label: string }[] | undefined {
  if (kind === "split")
    return entity.entityRecords.map((one) => ({ value: one.id, label: `${one.label} (${one.kind}, row ${one.rowNo})` }));
  if (kind === "generic") return entity.identifiers.filter((one) => one.generic === null).map(({ key }) => ({ value: key, label: key }));
  if (kind === "criticality") return levels.map((level) => ({ value: level, label: level }));
  return undefined;
}

/** The button that opened the form is gone, so the focus goes on to its field. */
const takeFocus = (form: HTMLFormElement | null): void => form?.querySelector("select")?.focus();

function DecideForm({ entity, onClose }: { readonly entity: EntityDetail; readonly onClose: () => void }) {
  const client = useClient();
  const [kind, setKind] = useState<Kind>("must-link");
  const [value, setValue] = useState("");
  const [why, setWhy] = useState("");
  const choices = choicesOf(kind, entity);
  const given = value === "" && choices !== undefined ? (choices[0]?.value ?? "") : value.trim();
  const isReady = given !== "" && why.trim() !== "";
  const decide = (): void => {
    client
      .call("entities.override", { change: toChange(kind, entity, given, why.trim()) })
      .then(() => {
        announce("Decided and recorded. It can be taken back from the list of decisions.");
        onClose();
        return undefined;
      })
      .catch((error: unknown) => showFailure("Nothing was decided", error));
  };
  return (
    <form
      ref={takeFocus}
      className={styles["decide"]}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) decide();
      }}
    >
      <Choice
        label="I decide that"
        value={kind}
        options={kinds.map((one) => ({ value: one, label: questions[one].title }))}
        onChange={(next) => {
          setKind(next);
          setValue("");
        }}
      />
      {choices === undefined ? (
        <TextField label={questions[kind].field} value={value} maxLength={200} onChange={(event) => setValue(event.target.value)} />
      ) : (
        <Choice label={questions[kind].field} value={given} options={choices} onChange={setValue} />
      )}
      <TextField label="Because" value={why} maxLength={2000} onChange={(event) => setWhy(event.target.value)} />
      <div className={styles["actions"]}>
        <Button type="submit" tone="primary" disabled={!isReady}>
          Decide
        </Button>
        <Button tone="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

/** What analysts decided about the entity, each to be taken back, and the way to decide more. */
export function EntityDecisions({ entity }: { readonly entity: EntityDetail }) {
  const step = useSteps();
  const time = useTime();
  const { data: info } = useRequest("workspace.info", {});
  const [isOpen, setOpen] = useState(false);
  const isReadOnly = info?.readOnly !== false;
  return (
    <>
      {entity.overrides.length === 0 ? <p className={styles["quiet"]}>Nobody decided anything about it.</p> : null}
      <ul className={styles["facts"]}>
        {entity.overrides.map((one) => (
          <li key={one.decision}>
            <Safe text={one.text} />
            <span className={styles["under"]}>
              {time.time(one.at, "moment")}, <Safe text={one.actor} />: <Safe text={one.why} />
            </span>
            <Button size="small" tone="quiet" disabled={isReadOnly} onClick={() => void step("decisions.undo", one.decision)}>
              Take back
            </Button>
          </li>
        ))}
      </ul>
      {isOpen ? (
        <DecideForm entity={entity} onClose={() => setOpen(false)} />
      ) : (
        <Button size="small" disabled={isReadOnly} onClick={() => setOpen(true)}>
          Decide something about it…
        </Button>
      )}
    </>
  );
}
