import type { ReactNode } from "react";
import styles from "./KeyValues.module.css";

export interface KeyValue {
  readonly label: string;
  readonly value: ReactNode;
}

export function KeyValues({ items }: { readonly items: readonly KeyValue[] }) {
  return (
    <dl className={styles["list"]}>
      {items.map((item) => (
        <div key={item.label} className={styles["row"]}>
          <dt>{item.label}</dt>
          <dd>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
