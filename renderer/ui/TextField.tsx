import clsx from "clsx";
import { type ComponentProps, useId } from "react";
import styles from "./TextField.module.css";

interface TextFieldProps extends ComponentProps<"input"> {
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly problem?: string | undefined;
}

export function TextField({ label, hideLabel = false, problem, className, ...rest }: TextFieldProps) {
  const id = useId();
  return (
    <span className={clsx(styles["field"], className)}>
      <label htmlFor={id} className={hideLabel ? "visually-hidden" : styles["label"]}>
        {label}
      </label>
      <input
        id={id}
        className={styles["input"]}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : `${id}-problem`}
        {...rest}
      />
      {problem === undefined ? null : (
        <span id={`${id}-problem`} className={styles["problem"]}>
          {problem}
        </span>
      )}
    </span>
  );
}
