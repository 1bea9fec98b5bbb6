import type { ModelSuggestion } from "../../../shared/contract/foreign-models.ts";
import { Scrollable } from "../../ui/Scrollable.tsx";
import { formatValue } from "../../ui/format/number.ts";
import { Safe } from "../../ui/Safe.tsx";
import styles from "./ImportModel.module.css";

const cell = (value: string | number | null): string => (typeof value === "string" ? value : formatValue(value, ""));

/** Subjects of this workspace from the lowest score to the highest, with what the model read of them. */
export function ScoredRows({ rows }: Pick<ModelSuggestion, "rows">) {
  const [first] = rows;
  if (first === undefined) return null;
  const features = Object.keys(first.values);
  return (
    <Scrollable className={styles["rows"]} aria-label="Scored subjects, lowest score first">
      <table>
        <thead>
          <tr>
            <th scope="col">Score</th>
            <th scope="col">Subject</th>
            {features.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ subject, score, values }) => (
            <tr key={`${subject} ${score}`}>
              <td>{Number(score.toPrecision(6))}</td>
              <th scope="row">
                <Safe text={subject} />
              </th>
              {features.map((name) => (
                <td key={name}>
                  <Safe text={cell(values[name] ?? null)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrollable>
  );
}
