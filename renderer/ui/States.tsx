import type { ReactNode } from "react";
import { Button } from "./Button.tsx";
import { CopyDetails } from "./CopyDetails.tsx";
import { Safe } from "./Safe.tsx";
import styles from "./States.module.css";

interface EmptyProps {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** Says why there is nothing and what to do next. */
export function Empty({ title, children, action }: EmptyProps) {
  return (
    <div className={styles["state"]}>
      <p className={styles["title"]}>{title}</p>
      {children === undefined ? null : <div className={styles["text"]}>{children}</div>}
      {action}
    </div>
  );
}

interface FailureProps {
  readonly title: string;
  readonly error: Error;
  /** What is safe all the same. */
  readonly kept?: string;
  readonly onRetry?: (() => void) | undefined;
}

/** What could not be done, why, what was kept, and the ways on. */
export function Failure({ title, error, kept = "Nothing was changed; what is recorded is in the workspace.", onRetry }: FailureProps) {
  return (
    <div className={styles["state"]} role="alert">
      <p className={styles["title"]}>
        <span className={styles["cross"]} aria-hidden="true">
          ✕
        </span>
        {title}
      </p>
      <p className={styles["text"]}>
        <Safe text={error.message} />
      </p>
      <p className={styles["remark"]}>{kept}</p>
      <div className={styles["ways"]}>
        {onRetry === undefined ? null : <Button onClick={onRetry}>Try again</Button>}
        <CopyDetails title={title} error={error} />
      </div>
    </div>
  );
}

/** Grey lines in the shape of what is coming; invisible for the first 150 ms. */
export function Skeleton({ lines, label }: { readonly lines: number; readonly label: string }) {
  return (
    <output className={styles["skeleton"]} aria-label={label}>
      {Array.from({ length: lines }, (_, line) => (
        <i key={`line ${line}`} />
      ))}
    </output>
  );
}

export function Notice({ tone = "warn", children }: { readonly tone?: "warn" | "neutral"; readonly children: ReactNode }) {
  return <p className={tone === "warn" ? styles["notice"] : styles["remark"]}>{children}</p>;
}
