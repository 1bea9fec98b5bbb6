import { X } from "lucide-react";
import { dismissToast, useMessages } from "../state/messages.ts";
import { Button } from "../ui/Button.tsx";
import { Safe } from "../ui/Safe.tsx";
import styles from "./Shell.module.css";

export function ToastRegion() {
  const toasts = useMessages((s) => s.toasts);
  return (
    <section className={styles["toasts"]} aria-label="Messages">
      {toasts.map((toast) => (
        <div
          key={toast.id}
          className={toast.tone === "error" ? styles["toast-error"] : styles["toast"]}
          role={toast.tone === "error" ? "alert" : undefined}
        >
          <span>
            <Safe text={toast.text} />
          </span>
          {toast.action === undefined ? null : (
            <Button
              size="small"
              onClick={() => {
                dismissToast(toast.id);
                toast.action?.run();
              }}
            >
              {toast.action.label}
            </Button>
          )}
          <Button
            size="small"
            tone="quiet"
            aria-label="Dismiss"
            onClick={() => {
              dismissToast(toast.id);
              toast.onDismiss?.();
            }}
          >
            <X size={14} aria-hidden="true" />
          </Button>
        </div>
      ))}
    </section>
  );
}
