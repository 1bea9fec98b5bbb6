import { useRouterState } from "@tanstack/react-router";
import { useCallback, useEffect, useRef, useState } from "react";
import { openHelp, useHelp } from "../../state/help.ts";
import { announce } from "../../state/messages.ts";
import { AskedTerm, askedId } from "./AskedTerm.tsx";
import { clickedTerm, entryOf, firstTerm, screenOf, termsOnScreen } from "./terms-on-screen.ts";

/** Gives an element the focus and its description for as long as it is asked about; the returned function takes both back. */
function hold(element: HTMLElement): () => void {
  const tabIndex = element.getAttribute("tabindex");
  const described = element.getAttribute("aria-describedby");
  if (tabIndex === null) element.setAttribute("tabindex", "-1");
  element.setAttribute("aria-describedby", askedId);
  element.focus({ preventScroll: false });
  element.scrollIntoView({ block: "nearest" });
  return () => {
    if (tabIndex === null) element.removeAttribute("tabindex");
    if (described === null) element.removeAttribute("aria-describedby");
    else element.setAttribute("aria-describedby", described);
  };
}

const steps: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at + count - 1) % count,
  ArrowUp: (at, count) => (at + count - 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/**
 * Help in place. F1 asks about the word at the focus, a click about the word under the pointer; the arrows go from word to word, Escape goes
 * back to where the focus was. Columns, fields, figures and states say what they are by what they show, so no screen has to do anything for it.
 */
export function AskTerms() {
  const screen = screenOf(useRouterState({ select: (state) => state.location.pathname }));
  const [asked, setAsked] = useState<HTMLElement>();
  const cameFrom = useRef<HTMLElement>(null);

  const ask = useCallback((element: HTMLElement | undefined): void => {
    if (element === undefined) return announce("No word here has an explanation; all of them are in Help.");
    setAsked((old) => {
      if (old === undefined) cameFrom.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
      return element;
    });
  }, []);
  const leave = useCallback((isBack: boolean): void => {
    setAsked(undefined);
    if (isBack && cameFrom.current?.isConnected === true) cameFrom.current.focus();
  }, []);

  const asks = useHelp((s) => s.asks);
  const answered = useRef(0);
  useEffect(() => {
    if (asks === answered.current) return;
    answered.current = asks;
    ask(firstTerm(termsOnScreen(screen), document.activeElement));
  }, [asks, ask, screen]);

  useEffect(() => {
    const click = (event: MouseEvent): void => {
      const element = clickedTerm(event.target);
      const isSelecting = (window.getSelection()?.toString() ?? "") !== "";
      if (element !== undefined && !isSelecting && entryOf(element, screen) !== undefined) ask(element);
    };
    document.addEventListener("click", click);
    return () => document.removeEventListener("click", click);
  }, [ask, screen]);

  useEffect(() => {
    if (asked === undefined) return undefined;
    const release = hold(asked);
    const press = (event: KeyboardEvent): void => {
      const step = steps[event.key];
      if (step !== undefined) {
        const terms = termsOnScreen(screen);
        ask(terms[step(Math.max(0, terms.indexOf(asked)), Math.max(1, terms.length))]);
      } else if (event.key === "Escape" || event.key === "F1") leave(true);
      else if (event.key === "Enter") {
        leave(true);
        openHelp(entryOf(asked, screen)?.term);
      } else {
        // Any other key means what it always means, from where the focus was.
        if (!["Shift", "Control", "Alt", "Meta"].includes(event.key)) leave(true);
        return;
      }
      event.preventDefault();
      event.stopPropagation();
    };
    const pointAway = (event: PointerEvent): void => {
      if (event.target instanceof Node && !asked.contains(event.target)) leave(false);
    };
    window.addEventListener("keydown", press, true);
    document.addEventListener("pointerdown", pointAway);
    return () => {
      release();
      window.removeEventListener("keydown", press, true);
      document.removeEventListener("pointerdown", pointAway);
    };
  }, [asked, ask, leave, screen]);

  const entry = asked === undefined ? undefined : entryOf(asked, screen);
  if (asked === undefined || entry === undefined) return null;
  return <AskedTerm entry={entry} anchor={asked.getBoundingClientRect()} />;
}
