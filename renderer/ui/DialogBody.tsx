import type { ReactNode } from "react";
import styles from "./DialogBody.module.css";

interface DialogBodyProps {
  /** Its name where it is a part that is looked for. */
  readonly label?: string;
  readonly buttons: ReactNode;
  readonly children: ReactNode;
}

/** What a dialog says, above its buttons. */
export function DialogBody({ label, buttons, children }: DialogBodyProps) {
  const Element = label === undefined ? "div" : "section";
  return (
    <Element className={styles["body"]} aria-label={label}>
      {children}
      <div className={styles["end"]}>{buttons}</div>
    </Element>
  );
}
