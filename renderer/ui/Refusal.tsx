import type { ReactNode } from "react";
import styles from "./DialogBody.module.css";

/** Why what a dialog was asked for was not done. */
export function Refusal({ children }: { readonly children: ReactNode }) {
  return (
    <p role="alert" className={styles["refusal"]}>
      {children}
    </p>
  );
}
