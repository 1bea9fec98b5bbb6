import clsx from "clsx";
import styles from "./Pips.module.css";

/** How strange, in fifths; the q-value beside it says it in figures. */
export function Pips({ filled }: { readonly filled: number }) {
  return (
    <span aria-hidden="true" className={clsx(styles["pips"], filled >= 5 && styles["high"])}>
      {[1, 2, 3, 4, 5].map((pip) => (
        <i key={pip} className={clsx(pip <= filled && styles["filled"])} />
      ))}
    </span>
  );
}
