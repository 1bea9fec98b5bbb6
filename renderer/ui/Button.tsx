import clsx from "clsx";
import type { ComponentProps } from "react";
import styles from "./Button.module.css";
import { Kbd } from "./Kbd.tsx";

export interface ButtonProps extends ComponentProps<"button"> {
  readonly tone?: "plain" | "primary" | "quiet" | "bad" | "warn" | "ok";
  readonly size?: "normal" | "small";
  readonly hotkey?: string | undefined;
}

export function Button({ tone = "plain", size = "normal", hotkey, className, children, ...rest }: ButtonProps) {
  return (
    <button type="button" className={clsx(styles["button"], styles[tone], size === "small" && styles["small"], className)} {...rest}>
      {hotkey === undefined ? null : <Kbd hotkey={hotkey} />}
      {children}
    </button>
  );
}
