import type { ReactNode } from "react";
import styles from "./Insights.module.css";

export function CardHead({ id, title, children }: { readonly id: string; readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className={styles["section"]}>
      <h2 id={id}>{title}</h2>
      {children === undefined ? null : <span>{children}</span>}
    </div>
  );
}
