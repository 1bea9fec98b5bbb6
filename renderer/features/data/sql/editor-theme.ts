import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const control = {
  border: "1px solid var(--line2)",
  borderRadius: "var(--radius)",
  background: "var(--panel)",
  color: "var(--tx)",
  font: "inherit",
};

/** Everything comes from the tokens, which reach into the shadow root; the themes need no code of their own here. */
const look = EditorView.theme({
  "&": { height: "100%", color: "var(--tx)", backgroundColor: "var(--panel)", fontSize: "var(--text)" },
  "&.cm-focused": { outline: "2px solid var(--acc)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "20px" },
  ".cm-content": { caretColor: "var(--tx)", padding: "8px 0" },
  ".cm-cursor": { borderLeftColor: "var(--tx)" },
  ".cm-gutters": { backgroundColor: "var(--bg)", color: "var(--tx3)", border: "0", borderRight: "1px solid var(--line)" },
  ".cm-activeLine": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine": { backgroundColor: "var(--raise)" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--tx)" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": { background: "var(--acc-bg)" },
  ".cm-content ::selection": { backgroundColor: "var(--acc-bg)" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { backgroundColor: "var(--tag-bg)", outline: "1px solid var(--control)" },
  ".cm-nonmatchingBracket, &.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--bad-bg)" },
  ".cm-searchMatch": { backgroundColor: "var(--warn-bg)", outline: "1px solid var(--warn)" },
  ".cm-searchMatch-selected": { backgroundColor: "var(--acc-bg)", outline: "2px solid var(--acc)" },
  ".cm-selectionMatch": { backgroundColor: "var(--tag-bg)" },
  ".cm-problem": { backgroundColor: "var(--bad-bg)", textDecoration: "underline wavy var(--bad)", textUnderlineOffset: "3px" },
  ".cm-problem-line": { boxShadow: "inset 3px 0 var(--bad)" },
  ".cm-tooltip": {
    border: "1px solid var(--line2)",
    borderRadius: "var(--radius)",
    backgroundColor: "var(--raise)",
    color: "var(--tx)",
    overflow: "hidden",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--font-mono)", maxHeight: "220px" },
  ".cm-tooltip-autocomplete ul li": { padding: "3px 8px", lineHeight: "20px" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--acc)", color: "var(--acc-tx)" },
  ".cm-tooltip-autocomplete ul li[aria-selected] .cm-completionDetail": { color: "var(--acc-tx)" },
  ".cm-completionDetail": { color: "var(--tx3)", fontStyle: "normal" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionInfo": { maxWidth: "320px", padding: "6px 8px", color: "var(--tx2)" },
  ".cm-panels": { backgroundColor: "var(--bg)", color: "var(--tx)", fontFamily: "var(--font-ui)" },
  ".cm-panels-top": { borderBottom: "1px solid var(--line)" },
  ".cm-panel.cm-search": { padding: "6px 32px 6px 8px", fontSize: "var(--text-small)" },
  ".cm-panel.cm-search label": { fontSize: "var(--text-small)" },
  ".cm-textfield": { ...control, padding: "4px 8px", fontSize: "var(--text-small)" },
  ".cm-button": { ...control, backgroundImage: "none", padding: "4px 8px", minHeight: "24px", fontSize: "var(--text-small)" },
  ".cm-button:active": { backgroundImage: "none", backgroundColor: "var(--raise)" },
  ".cm-panel.cm-search [name=close]": { color: "var(--tx2)", minWidth: "24px", minHeight: "24px", top: "4px", right: "4px" },
  ".cm-button:focus-visible, .cm-textfield:focus-visible, [name=close]:focus-visible": { outline: "2px solid var(--acc)" },
});

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--acc)", fontWeight: "600" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--ok)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--warn)" },
  { tag: [tags.lineComment, tags.blockComment], color: "var(--tx3)", fontStyle: "italic" },
  { tag: [tags.typeName, tags.standard(tags.name)], color: "var(--model)" },
  { tag: [tags.operator, tags.punctuation], color: "var(--tx2)" },
]);

export const editorTheme: Extension = [look, syntaxHighlighting(colours)];
