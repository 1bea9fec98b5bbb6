import clsx from "clsx";
import styles from "./Mark.module.css";

/** State as a shape: disc for good, diamond for caution, cross for bad, ring for nothing known. A word always stands beside it. */
export function Mark({ tone }: { readonly tone: "ok" | "warn" | "bad" | "none" | "model" }) {
  return <i aria-hidden="true" className={clsx(styles["mark"], styles[tone])} />;
}
