import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { useCommandList } from "../../../commands/commands.ts";
import { keysOf } from "../../../commands/registry.ts";
import { endTour } from "../../../state/help.ts";
import { useHuntPlaces } from "../../../state/hunt-places.ts";
import { setPreferences, usePreferences } from "../../../state/preferences.ts";
import { useRequest } from "../../../state/requests.ts";
import { Button } from "../../../ui/Button.tsx";
import { formatHotkey } from "../../../ui/format/hotkey.ts";
import { Safe } from "../../../ui/Safe.tsx";
import styles from "./Tour.module.css";
import { type Box, placeBeside } from "./place-beside.ts";
import { toSteps, type TourStep } from "./tour-steps.ts";

const cardSize = { width: 340, height: 210 };

/** The case on the screen, as soon as there is one; the tour goes to the queue for it. */
function useCaseOnScreen(): string | undefined {
  const navigate = useNavigate();
  const [id, setId] = useState<string>();
  useEffect(() => {
    void navigate({ to: "/triage" });
    const look = (): void => setId(document.querySelector<HTMLElement>("[data-anomaly]")?.dataset["anomaly"]);
    const timer = setInterval(look, 200);
    look();
    return () => clearInterval(timer);
  }, [navigate]);
  return id;
}

function useSteps(): readonly TourStep[] {
  const anomalyId = useCaseOnScreen();
  const { data: detail } = useRequest("triage.case", { anomalyId: anomalyId ?? "" }, anomalyId !== undefined);
  const { data: context } = useRequest("triage.context", { anomalyId: anomalyId ?? "" }, anomalyId !== undefined);
  const { data: info } = useRequest("workspace.info", {});
  const places = useHuntPlaces();
  const list = useCommandList();
  const remapped = usePreferences((p) => p.keys);
  if (anomalyId === undefined || detail === undefined) return [];
  const keyOf = (id: string): string => {
    const spec = list.find((command) => command.id === id);
    const key = spec === undefined ? undefined : keysOf(spec, remapped)[0];
    return key === undefined ? `“${spec?.title ?? id}”` : formatHotkey(key);
  };
  return toSteps({ detail, context, place: places.get(anomalyId)?.title, decisions: info?.log.entries ?? 0, keyOf });
}

/** Where the anchor is now; read again while it moves, as panes do when they fill. */
function useBox(anchor: string | undefined): Box | undefined {
  const [box, setBox] = useState<Box>();
  useLayoutEffect(() => {
    const read = (): void => {
      const element = anchor === undefined ? null : document.querySelector(anchor);
      const rect = element?.getBoundingClientRect();
      const next =
        rect === undefined || rect.width === 0 ? undefined : { left: rect.left, top: rect.top, width: rect.width, height: rect.height };
      setBox((old) => (JSON.stringify(old) === JSON.stringify(next) ? old : next));
    };
    read();
    const timer = setInterval(read, 250);
    window.addEventListener("resize", read);
    return () => {
      clearInterval(timer);
      window.removeEventListener("resize", read);
    };
  }, [anchor]);
  return box;
}

/** A short walk over the case on the screen. Arrows go on and back, Escape leaves; it does not come again by itself. */
export function Tour() {
  const steps = useSteps();
  const [at, setAt] = useState(0);
  const step = steps[at];
  const box = useBox(step?.anchor);
  const next = useRef<HTMLButtonElement>(null);
  const isShown = step !== undefined;
  useEffect(() => next.current?.focus(), [isShown, at]);
  const leave = (): void => {
    setPreferences({ tour: "done" });
    endTour();
    document.querySelector<HTMLElement>('[role="listbox"][aria-label="Queue"]')?.focus();
  };
  const go = (by: 1 | -1): void => (at + by >= steps.length ? leave() : setAt(Math.max(0, at + by)));
  const press = (event: KeyboardEvent): void => {
    if (event.key === "Escape") leave();
    else if (event.key === "ArrowRight") go(1);
    else if (event.key === "ArrowLeft") go(-1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  if (step === undefined) return null;
  const place = placeBeside(box, cardSize, { width: window.innerWidth, height: window.innerHeight });
  return createPortal(
    <>
      {box === undefined ? null : (
        <div className={styles["ring"]} style={{ left: box.left, top: box.top, width: box.width, height: box.height }} />
      )}
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role, jsx-a11y/no-noninteractive-element-interactions -- the desk beside it stays in use, so it is no modal; it answers the arrows and Escape for its buttons */}
      <div role="dialog" aria-label="Tour" aria-describedby="tour-text" className={styles["card"]} style={place} onKeyDown={press}>
        <h2>{step.title}</h2>
        <p id="tour-text" aria-live="polite">
          <Safe text={step.text} />
        </p>
        <div className={styles["ways"]}>
          <span className={styles["at"]}>
            {at + 1} of {steps.length}
          </span>
          <Button size="small" tone="quiet" onClick={leave}>
            Leave
          </Button>
          <Button size="small" disabled={at === 0} onClick={() => go(-1)}>
            Back
          </Button>
          <Button size="small" tone="primary" ref={next} onClick={() => go(1)}>
            {at + 1 === steps.length ? "Done" : "Next"}
          </Button>
        </div>
      </div>
    </>,
    document.body,
  );
}
