import type { SnapshotCheck } from "../../../../shared/contract/snapshots.ts";
import { formatBytes } from "../../../ui/format/number.ts";
import { Safe } from "../../../ui/Safe.tsx";
import { Tag } from "../../../ui/Tag.tsx";
import styles from "./History.module.css";

const states = {
  intact: { tone: "ok", text: "intact" },
  damaged: { tone: "bad", text: "damaged" },
  retired: { tone: "neutral", text: "let go" },
} as const;

/** What verifying one snapshot found: every damaged file by name, and how it is mended. */
export function CheckResult({ check }: { readonly check: SnapshotCheck }) {
  const { tone, text } = states[check.state];
  return (
    <div className={styles["check"]}>
      <p>
        <Tag tone={tone}>{text}</Tag> <Safe text={check.source} /> <span>{formatBytes(check.bytes)}</span>
      </p>
      {check.problems.map(({ file, problem }) => (
        <p key={`${file} ${problem}`} className={styles["problem"]}>
          <code>
            <Safe text={file} />
          </code>{" "}
          <Safe text={problem} />
        </p>
      ))}
      {check.hint === undefined ? null : (
        <p>
          <Safe text={check.hint} />
        </p>
      )}
    </div>
  );
}
