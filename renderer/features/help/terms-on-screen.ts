import type { GroupedEntry, Screen } from "./glossary/entry.ts";
import { findEntry } from "./glossary/glossary.ts";

const words = '[data-term], th[scope="col"], th[scope="row"], dt, label, legend, h2, h3, h4';
const screens: readonly Screen[] = ["triage", "hunts", "models", "data", "insights", "lineage", "settings"];

export const screenOf = (pathname: string): Screen | undefined => screens.find((screen) => pathname.split("/")[1] === screen);

/** What an element is called: its own word for it, or the text it shows. Of a label that wraps its field, the text alone. */
function labelOf(element: Element): string {
  const given = element.getAttribute("data-term");
  if (given !== null) return given;
  if (element.tagName !== "LABEL") return element.textContent;
  const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent ?? "");
  return own.join("").trim() === "" ? (element.firstElementChild ?? element).textContent : own.join("");
}

export const entryOf = (element: Element, screen: Screen | undefined): GroupedEntry | undefined => {
  const label = labelOf(element);
  return label.length > 80 ? undefined : findEntry(label, screen);
};

const isShown = (element: HTMLElement): boolean => {
  const { width, height } = element.getBoundingClientRect();
  return width > 1 && height > 1 && element.checkVisibility({ visibilityProperty: true });
};

/** Of a list only the row under the cursor is asked about; the others say the same words. */
const isInOtherRow = (element: Element): boolean => element.closest('[role="option"]:not([aria-current="true"])') !== null;

const topDialog = (): ParentNode => [...document.querySelectorAll('[role="dialog"]')].at(-1) ?? document;

/** The words that can be asked about now, in the order they are read; those of a dialog alone while one is open. */
export const termsOnScreen = (screen: Screen | undefined): readonly HTMLElement[] =>
  [...topDialog().querySelectorAll<HTMLElement>(words)].filter(
    (element) => !isInOtherRow(element) && entryOf(element, screen) !== undefined && isShown(element),
  );

/** The element that a click asks about; undefined where the click has a meaning of its own. */
export function clickedTerm(target: EventTarget | null): HTMLElement | undefined {
  if (!(target instanceof Element)) return undefined;
  if (target.closest('button, a, input, select, textarea, summary, label, [role="option"], [role="tab"], [data-no-ask]') !== null)
    return undefined;
  return target.closest<HTMLElement>('[data-term], th[scope="col"], dt') ?? undefined;
}

/** Where asking begins: the label of the field in focus, a word in or around the focus, or the first one after it. */
export function firstTerm(terms: readonly HTMLElement[], focused: Element | null): HTMLElement | undefined {
  if (focused === null || focused === document.body) return terms[0];
  const labels = focused instanceof HTMLInputElement || focused instanceof HTMLSelectElement ? [...(focused.labels ?? [])] : [];
  return (
    terms.find((term) => labels.some((label) => label === term)) ??
    terms.find((term) => focused.contains(term)) ??
    terms.findLast((term) => term.contains(focused)) ??
    terms.find((term) => (focused.compareDocumentPosition(term) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0) ??
    terms[0]
  );
}
