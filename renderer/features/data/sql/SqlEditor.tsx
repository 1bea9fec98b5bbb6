import type { EditorView } from "@codemirror/view";
import { type RefObject, useEffect, useRef } from "react";
import { createEditor } from "./create-editor.ts";
import { type Problem, showProblem } from "./editor-problem.ts";
import { setTyped, useSql } from "./sql-store.ts";
import styles from "./Sql.module.css";

interface SqlEditorProps {
  readonly viewRef: RefObject<EditorView | null>;
  readonly problem: Problem | undefined;
  readonly onRun: () => void;
  readonly onExplain: () => void;
}

const words = "Control or Command and Enter runs it. Tab indents; press Escape, then Tab to leave the editor.";

export function SqlEditor({ viewRef, problem, onRun, onExplain }: SqlEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const actions = useRef({ onRun, onExplain });
  const revision = useSql((state) => state.revision);
  useEffect(() => {
    actions.current = { onRun, onExplain };
  });
  useEffect(() => {
    if (host.current === null) return;
    const view = createEditor({
      host: host.current,
      text: useSql.getState().text,
      describedBy: words,
      onText: setTyped,
      onRun: () => actions.current.onRun(),
      onExplain: () => actions.current.onExplain(),
    });
    viewRef.current = view;
    return () => {
      viewRef.current = null;
      view.destroy();
    };
  }, [viewRef]);
  useEffect(() => {
    const view = viewRef.current;
    const { text } = useSql.getState();
    if (view === null || view.state.doc.toString() === text) return;
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: text.length } });
  }, [viewRef, revision]);
  useEffect(() => {
    if (viewRef.current !== null) showProblem(viewRef.current, problem);
  }, [viewRef, problem]);
  return <div ref={host} className={styles["editor"]} data-sql-editor="" />;
}
