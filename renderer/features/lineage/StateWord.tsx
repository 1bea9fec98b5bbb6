import type { LineageState } from "../../../shared/contract/lineage.ts";
import { Mark } from "../../ui/Mark.tsx";
import { stateWords } from "./lineage-words.ts";
import styles from "./Lineage.module.css";

/** How a node compared, as a shape and a word. */
export function StateWord({ state }: { readonly state: LineageState }) {
  const { tone, word } = stateWords[state];
  return (
    <span className={styles["word"]}>
      <Mark tone={tone} />
      {word}
    </span>
  );
}
