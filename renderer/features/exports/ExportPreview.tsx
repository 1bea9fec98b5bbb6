import type { ExportedFile, ExportPlan } from "../../../shared/contract/exports.ts";
import { formatCount, plural } from "../../ui/format/number.ts";
import { Safe } from "../../ui/Safe.tsx";
import styles from "./Exports.module.css";

const manyOf = (unit: string): string => (unit.endsWith("y") ? `${unit.slice(0, -1)}ies` : `${unit}s`);

/** What would be written: how many, of which kinds, what stays out and what a receiver should know. */
export function PlanPreview({ plan: { unit, rows, parts, leftOut, remarks } }: { readonly plan: ExportPlan }) {
  return (
    <>
      <p className={styles["rows"]}>
        <b>{formatCount(rows)}</b> {rows === 1 ? unit : manyOf(unit)}
      </p>
      <dl className={styles["parts"]}>
        {parts.map(({ title, n }) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{formatCount(n)}</dd>
          </div>
        ))}
        {leftOut.map(({ because, n }) => (
          <div key={because}>
            <dt>Left out: {because}</dt>
            <dd>{formatCount(n)}</dd>
          </div>
        ))}
      </dl>
      <ul className={styles["remarks"]}>
        {remarks.map((remark) => (
          <li key={remark}>{remark}</li>
        ))}
      </ul>
    </>
  );
}

/** Where it went, and how it can be known again. */
export function WrittenFile({ written }: { readonly written: ExportedFile & { readonly decision: string } }) {
  const { file, rows, sha256, decision, wanted } = written;
  return (
    <output className={styles["written"]}>
      <span>
        <b>{plural(rows, "row")}</b> written to{" "}
        <code>
          <Safe text={`exports/${file}`} />
        </code>{" "}
        in the workspace.
      </span>
      <span className={styles["quiet"]}>
        sha256 <code title={sha256}>{sha256.slice(0, 16)}</code> · decision <code>{decision}</code>
      </span>
      {wanted.what === "hunt" ? (
        <span className={styles["quiet"]}>
          Check it anywhere with{" "}
          <code>
            quarry hunts verify <Safe text={file} />
          </code>
        </span>
      ) : null}
    </output>
  );
}
