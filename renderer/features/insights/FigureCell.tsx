import clsx from "clsx";
import type { ReactNode } from "react";
import type { Choosing, ChosenFigure } from "./chosen-figure.ts";
import { isChosen } from "./chosen-figure.ts";
import type { FigureWords } from "./insight-words.ts";
import styles from "./Insights.module.css";

interface FigureCellProps extends Choosing {
  readonly target: ChosenFigure;
  /** Read before the words, where the column's title is not enough. */
  readonly name?: string;
  readonly words: FigureWords;
  readonly children?: ReactNode;
}

/** A figure in words with its plot; pressing it shows the decisions it counts. */
export function FigureCell({ target, name, words, children, chosen, onChoose }: FigureCellProps) {
  return (
    <button
      type="button"
      className={clsx(styles["figure"], isChosen(chosen, target) && styles["chosen"])}
      aria-pressed={isChosen(chosen, target)}
      onClick={() => onChoose(target)}
    >
      {name === undefined ? null : <span className="visually-hidden">{name}: </span>}
      <b className={words.isUnsure === true ? styles["unsure"] : undefined}>{words.main}</b>
      {children}
      <small>{words.detail}</small>
    </button>
  );
}
