import { Safe } from "../../ui/Safe.tsx";
import styles from "./ImportModel.module.css";

/** What was noticed about a model and does not keep it out. */
export function ImportRemarks({ remarks }: { readonly remarks: readonly string[] }) {
  if (remarks.length === 0) return null;
  return (
    <ul className={styles["remarks"]} aria-label="Remarks">
      {remarks.map((remark) => (
        <li key={remark}>
          <Safe text={remark} />
        </li>
      ))}
    </ul>
  );
}
