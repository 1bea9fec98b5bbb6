import { type Extension, RangeSetBuilder, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view";

/** Where a statement failed, both from 1. */
export interface Problem {
  readonly line: number;
  readonly column: number;
}

const setProblem = StateEffect.define<Problem | undefined>();
const word = Decoration.mark({ class: "cm-problem" });
const wholeLine = Decoration.line({ class: "cm-problem-line" });

const problems = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, transaction) {
    const effect = transaction.effects.find((one) => one.is(setProblem));
    if (effect === undefined) return transaction.docChanged ? Decoration.none : shown;
    const problem: unknown = effect.value;
    return isProblem(problem) ? mark(transaction.state.doc, problem) : Decoration.none;
  },
  provide: (field) => EditorView.decorations.from(field),
});

const isProblem = (value: unknown): value is Problem => typeof value === "object" && value !== null && "line" in value;

type Text = EditorView["state"]["doc"];

function placeOf(doc: Text, { line, column }: Problem): number {
  const at = doc.line(Math.min(Math.max(1, line), doc.lines));
  return Math.min(at.to, at.from + Math.max(0, column - 1));
}

/** The word at the place, or the end of the line before it when there is none. */
function mark(doc: Text, problem: Problem): DecorationSet {
  const at = placeOf(doc, problem);
  const line = doc.lineAt(at);
  const rest = /^(?:\w+|\S)/.exec(line.text.slice(at - line.from))?.[0].length ?? 0;
  const from = rest === 0 ? Math.max(line.from, at - 1) : at;
  const to = rest === 0 ? at : at + rest;
  const builder = new RangeSetBuilder<Decoration>();
  builder.add(line.from, line.from, wholeLine);
  if (to > from) builder.add(from, to, word);
  return builder.finish();
}

export const problemMarks: Extension = problems;

export function showProblem(view: EditorView, problem: Problem | undefined): void {
  view.dispatch({ effects: setProblem.of(problem) });
}

export function goToProblem(view: EditorView, problem: Problem): void {
  view.dispatch({ selection: { anchor: placeOf(view.state.doc, problem) }, scrollIntoView: true });
  view.focus();
}
