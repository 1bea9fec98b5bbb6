/* oxlint-disable jsx-a11y/prefer-tag-over-role -- table elements lose their meaning when they are laid out as a virtual grid */
import type { PointerEvent } from "react";
import type { SqlColumn } from "../../../../shared/contract/sql.ts";
import { Safe } from "../../../ui/Safe.tsx";
import styles from "./Result.module.css";

interface ColumnHeadProps {
  readonly column: SqlColumn;
  readonly index: number;
  readonly width: number;
  readonly onWidth: (width: number) => void;
}

/** Name and type; its right edge can be dragged. With the keyboard Alt and the arrows do the same from any of its cells. */
export function ColumnHead({ column, index, width, onWidth }: ColumnHeadProps) {
  const drag = (event: PointerEvent<HTMLSpanElement>): void => {
    event.preventDefault();
    const handle = event.currentTarget;
    const begun = event.clientX;
    handle.setPointerCapture(event.pointerId);
    handle.onpointermove = (move) => onWidth(width + move.clientX - begun);
    handle.onpointerup = () => {
      handle.onpointermove = null;
      handle.onpointerup = null;
    };
  };
  return (
    <span role="columnheader" aria-colindex={index} className={styles["column"]}>
      <b>
        <Safe text={column.name} />
      </b>
      <small>{column.type}</small>
      <span className={styles["edge"]} aria-hidden="true" onPointerDown={drag} />
    </span>
  );
}
