import type { HuntRecord } from "../../../shared/contract/hunts.ts";
import { fitAnswers, fitCriteria } from "../../../shared/domain/hunt.ts";
import { TextField } from "../../ui/TextField.tsx";
import styles from "./Hunts.module.css";

interface FieldsProps {
  readonly record: HuntRecord;
}

export function FitFields({ record }: FieldsProps) {
  return (
    <fieldset className={styles["fit"]}>
      <legend>Does it need a model?</legend>
      {fitCriteria.map(({ key, title }) => (
        <label key={key} className={styles["choice"]}>
          {title}
          <select name={`fit-${key}`} defaultValue={record.fit[key].answer}>
            {fitAnswers.map((answer) => (
              <option key={answer}>{answer}</option>
            ))}
          </select>
        </label>
      ))}
    </fieldset>
  );
}

export function FoilFields({ record }: FieldsProps) {
  return (
    <fieldset className={styles["fit"]}>
      <legend>Simple query to beat: {record.foil.title === "" ? "none named" : record.foil.title}</legend>
      <p className={styles["quiet"]}>Of its hits that somebody looked at, how many proved right? Leave empty while nobody did.</p>
      <div className={styles["pair"]}>
        <TextField
          className={styles["stacked"]}
          label="Right"
          name="foil-k"
          inputMode="numeric"
          defaultValue={record.foil.measured === null ? "" : String(record.foil.measured.k)}
        />
        <TextField
          className={styles["stacked"]}
          label="Looked at"
          name="foil-n"
          inputMode="numeric"
          defaultValue={record.foil.measured === null ? "" : String(record.foil.measured.n)}
        />
      </div>
    </fieldset>
  );
}
