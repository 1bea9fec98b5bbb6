import { toSafeParts } from "./format/text.ts";
import styles from "./Safe.module.css";

/** Text that came from telemetry. Controls, bidi overrides and invisible characters are shown as escapes, never acted upon. */
export function Safe({ text }: { readonly text: string }) {
  const parts = toSafeParts(text);
  if (parts.length === 1 && parts[0]?.escaped === false) return parts[0].text;
  let at = 0;
  return parts.map((part) => {
    at += part.text.length;
    return part.escaped ? (
      <span key={at} className={styles["escape"]}>
        {part.text}
      </span>
    ) : (
      part.text
    );
  });
}
