import { type ReactNode, useId } from "react";
import styles from "./Card.module.css";

interface CardProps {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

export function Card({ title, aside, children }: CardProps) {
  const id = useId();
  return (
    <section className={styles["card"]} aria-labelledby={id}>
      <div className={styles["head"]}>
        <h3 id={id}>{title}</h3>
        {aside === undefined ? null : <span className={styles["aside"]}>{aside}</span>}
      </div>
      {children}
    </section>
  );
}
