import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, Prec } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  tooltips,
} from "@codemirror/view";
import { duckDbSql } from "./editor-language.ts";
import { problemMarks } from "./editor-problem.ts";
import { editorTheme } from "./editor-theme.ts";

interface EditorOptions {
  readonly host: HTMLElement;
  readonly text: string;
  readonly describedBy: string;
  readonly onText: (text: string) => void;
  readonly onRun: () => void;
  readonly onExplain: () => void;
}

/** Also when Escape closed a list or the search first. */
function leaveByTab(event: KeyboardEvent, view: EditorView): boolean {
  if (event.key === "Escape") view.setTabFocusMode(3000);
  return false;
}

/**
 * The editor lives in a shadow root, where CodeMirror puts its rules into an adopted stylesheet: the page's policy allows no
 * inline style element. Tab indents; Escape and then Tab leaves, as CodeMirror has it.
 */
export function createEditor({ host, text, describedBy, onText, onRun, onExplain }: EditorOptions): EditorView {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  const run = (work: () => void) => (): boolean => {
    work();
    return true;
  };
  return new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        Prec.highest(
          keymap.of([
            { key: "Mod-Enter", run: run(onRun) },
            { key: "Mod-Shift-Enter", run: run(onExplain) },
          ]),
        ),
        Prec.highest(EditorView.domEventHandlers({ keydown: leaveByTab })),
        lineNumbers(),
        highlightActiveLineGutter(),
        highlightActiveLine(),
        highlightSpecialChars(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        autocompletion({ maxRenderedOptions: 80, icons: false }),
        highlightSelectionMatches(),
        search({ top: true }),
        tooltips({ position: "absolute" }),
        keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...completionKeymap, indentWithTab]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": "SQL statement", "aria-description": describedBy, spellcheck: "false" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onText(update.state.doc.toString());
        }),
        duckDbSql(),
        problemMarks,
        editorTheme,
      ],
    }),
  });
}
