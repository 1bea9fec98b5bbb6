import { type ReactNode, useEffect, useRef } from "react";
import { X } from "lucide-react";
import { showPanel } from "./graph-store.ts";
import styles from "./Panel.module.css";

const drawing = '[role="application"][aria-label="Context graph"]';

/** Stands beside the drawing, takes the focus when it opens and gives it back when it closes. */
export function SidePanel({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.focus(), []);
  const close = (): void => {
    showPanel(undefined);
    document.querySelector<HTMLElement>(drawing)?.focus();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape closes it from anywhere inside
    <section
      ref={panel}
      className={styles["panel"]}
      aria-label={title}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        close();
      }}
    >
      <div className={styles["title"]}>
        <h3>{title}</h3>
        <button type="button" className={styles["close"]} aria-label={`Close ${title.toLowerCase()}`} onClick={close}>
          <X size={14} aria-hidden="true" />
        </button>
      </div>
      {children}
    </section>
  );
}
