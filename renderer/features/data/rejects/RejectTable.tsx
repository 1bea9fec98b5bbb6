import type { RejectSample } from "../../../../shared/contract/telemetry.ts";
import { Scrollable } from "../../../ui/Scrollable.tsx";
import { formatCount } from "../../../ui/format/number.ts";
import { Safe } from "../../../ui/Safe.tsx";
import styles from "./Rejects.module.css";

const keyOf = ({ file, line, reason }: RejectSample, i: number): string => `${file} ${String(line)} ${reason} ${String(i)}`;

/** Records as they stand in their files, shown and never acted upon. */
export function RejectTable({ samples }: { readonly samples: readonly RejectSample[] }) {
  if (samples.length === 0) return <p className={styles["none"]}>None of the kept records matches.</p>;
  return (
    <Scrollable className={styles["table"]} aria-label="Page of rejected records">
      <table>
        <thead>
          <tr>
            {["File", "Line", "Reason", "Record"].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {samples.map((sample, i) => (
            <tr key={keyOf(sample, i)}>
              <td>
                <Safe text={sample.file} />
              </td>
              <td className={styles["line"]}>{formatCount(sample.line)}</td>
              <th scope="row">
                <Safe text={sample.reason} />
              </th>
              <td>
                <code>
                  <Safe text={sample.excerpt} />
                </code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrollable>
  );
}
