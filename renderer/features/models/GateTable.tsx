import type { GateLine } from "../../../shared/contract/evaluations.ts";
import type { ReactNode } from "react";
import { formatCount } from "../../ui/format/number.ts";
import { Mark } from "../../ui/Mark.tsx";
import { Safe } from "../../ui/Safe.tsx";
import { intervalWords, stateWords } from "./gate-words.ts";
import styles from "./Evaluation.module.css";

function Reasons({ line }: { readonly line: GateLine }) {
  return (
    <>
      <Safe text={line.text} />
      {line.also.length === 0 ? null : (
        <ul className={styles["also"]}>
          {line.also.map((text) => (
            <li key={text}>
              <Safe text={text} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Counted({ line }: { readonly line: GateLine }) {
  return (
    <td className={styles["number"]}>
      {line.n === null ? "–" : `${formatCount(line.k ?? 0)} of ${formatCount(line.n)}`}
      {intervalWords(line) === "" ? null : <small>{intervalWords(line)}</small>}
    </td>
  );
}

interface GateTableProps {
  readonly lines: readonly GateLine[];
  readonly brief?: boolean;
  /** What can be done about a line, under its reasons. */
  readonly stepOf?: (line: GateLine) => ReactNode;
}

/** Every line of the gate with what it was counted from. A line that cannot be decided does not pass. */
export function GateTable({ lines, brief = false, stepOf = () => null }: GateTableProps) {
  return (
    <table className={styles["gate"]} aria-label="Promotion gate">
      <thead>
        <tr>
          <th scope="col">Line</th>
          <th scope="col">State</th>
          {brief ? null : (
            <th scope="col" className={styles["number"]}>
              k of n
            </th>
          )}
          <th scope="col">Because</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.line}>
            <th scope="row">
              {line.line} {line.title}
              {brief ? null : <small>{line.threshold}</small>}
            </th>
            <td className={styles["state"]}>
              <Mark tone={stateWords[line.state].tone} /> {stateWords[line.state].word}
            </td>
            {brief ? null : <Counted line={line} />}
            <td>
              {brief ? <Safe text={line.text} /> : <Reasons line={line} />}
              {stepOf(line)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
