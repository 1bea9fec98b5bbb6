import clsx from "clsx";
import type { ReactNode } from "react";
import styles from "./Tag.module.css";

export type Tone = "bad" | "warn" | "ok" | "neutral" | "model" | "accent";

export function Tag({ tone = "neutral", children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return (
    <span className={clsx(styles["tag"], styles[tone])} data-term={typeof children === "string" ? children : undefined}>
      {children}
    </span>
  );
}
