import type { InventoryDetails } from "../../../../shared/contract/inventories.ts";
import { formatCount } from "../../../ui/format/number.ts";
import { Safe } from "../../../ui/Safe.tsx";
import { Tag } from "../../../ui/Tag.tsx";
import styles from "./Inventories.module.css";

interface MappingProps {
  readonly details: InventoryDetails;
  readonly rows: number;
}

function Dropped({ details }: { readonly details: InventoryDetails }) {
  if (details.dropped.length === 0) return null;
  return (
    <ul className={styles["dropped"]} aria-label="Not kept">
      {details.dropped.map(({ column, reason, cells }) => (
        <li key={column + reason}>
          <Tag tone="warn">not kept</Tag>
          <code>
            <Safe text={column} />
          </code>
          <span>{cells === null ? reason : `${formatCount(cells)} ${reason}`}</span>
        </li>
      ))}
    </ul>
  );
}

/** Which of the file's columns became what, how full they are, and what was not kept. */
export function Mapping({ details, rows }: MappingProps) {
  return (
    <>
      <Dropped details={details} />
      <table className={styles["mapping"]}>
        <caption className="visually-hidden">Columns of the file and what they became</caption>
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">Read as</th>
            <th scope="col">Filled</th>
          </tr>
        </thead>
        <tbody>
          {details.mapping.map(({ column, field, filled }) => (
            <tr key={column}>
              <th scope="row">
                <code>
                  <Safe text={column} />
                </code>
              </th>
              <td>{field === null ? <span className={styles["quiet"]}>kept under its own name</span> : field}</td>
              <td>
                {formatCount(filled)}
                <span className={styles["quiet"]}> of {formatCount(rows)}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {details.notes.map((note) => (
        <p key={note} className={styles["quiet"]}>
          <Safe text={note} />
        </p>
      ))}
    </>
  );
}
