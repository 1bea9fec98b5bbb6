import { type KeyboardEvent, useState } from "react";

export interface Cell {
  readonly row: number;
  readonly column: number;
}

const pageRows = 20;

/** Where the arrows, Home, End and the page keys lead from a cell; undefined for other keys. */
export function nextCell(at: Cell, key: string, isFar: boolean, size: Cell): Cell | undefined {
  const last = { row: size.row - 1, column: size.column - 1 };
  const moves: Readonly<Record<string, Cell>> = {
    ArrowUp: { row: at.row - 1, column: at.column },
    ArrowDown: { row: at.row + 1, column: at.column },
    ArrowLeft: { row: at.row, column: at.column - 1 },
    ArrowRight: { row: at.row, column: at.column + 1 },
    PageUp: { row: at.row - pageRows, column: at.column },
    PageDown: { row: at.row + pageRows, column: at.column },
    Home: { row: isFar ? 0 : at.row, column: 0 },
    End: { row: isFar ? last.row : at.row, column: last.column },
  };
  const to = Object.hasOwn(moves, key) ? moves[key] : undefined;
  if (to === undefined) return undefined;
  return { row: Math.min(last.row, Math.max(0, to.row)), column: Math.min(last.column, Math.max(0, to.column)) };
}

interface GridKeys {
  readonly size: Cell;
  readonly onMove: (cell: Cell) => void;
  readonly onOpen: (row: number) => void;
  readonly onCopy: (cell: Cell, whole: boolean) => void;
  readonly onResize: (column: number, by: number) => void;
}

/** One cell of the grid has the cursor; the grid itself keeps the focus. */
export function useGridCursor({ size, onMove, onOpen, onCopy, onResize }: GridKeys) {
  const [at, setAt] = useState<Cell>({ row: 0, column: 0 });
  const cursor = { row: Math.min(at.row, Math.max(0, size.row - 1)), column: Math.min(at.column, Math.max(0, size.column - 1)) };
  const moveTo = (cell: Cell): void => {
    setAt(cell);
    onMove(cell);
  };
  const act = (event: KeyboardEvent): boolean => {
    const isMod = event.ctrlKey || event.metaKey;
    if (event.altKey && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
      onResize(cursor.column, event.key === "ArrowLeft" ? -24 : 24);
      return true;
    }
    if (event.altKey) return false;
    if (isMod && event.key.toLowerCase() === "c") {
      onCopy(cursor, event.shiftKey);
      return true;
    }
    if (event.key === "Enter" && !isMod) {
      onOpen(cursor.row);
      return true;
    }
    const to = nextCell(cursor, event.key, isMod, size);
    if (to !== undefined) moveTo(to);
    return to !== undefined;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!act(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return { cursor, moveTo, onKeyDown };
}
