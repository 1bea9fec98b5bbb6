import { formatHotkey } from "./format/hotkey.ts";
import styles from "./Kbd.module.css";

export function Kbd({ hotkey }: { readonly hotkey: string }) {
  return <kbd className={styles["kbd"]}>{formatHotkey(hotkey)}</kbd>;
}
