import { Dialog } from "@base-ui/react/dialog";
import clsx from "clsx";
import { X } from "lucide-react";
import { type ReactNode, useRef } from "react";
import styles from "./Modal.module.css";

interface ModalProps {
  readonly title: string;
  readonly description?: string;
  readonly size?: "small" | "large" | "top";
  readonly hideTitle?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog while it is mounted; focus goes to its first field, or to itself while it has none, and back where it came from when it ends. */
export function Modal({ title, description, size = "small", hideTitle = false, onClose, children }: ModalProps) {
  const popupRef = useRef<HTMLDivElement>(null);
  const firstField = (): HTMLElement | boolean =>
    popupRef.current?.querySelector<HTMLElement>("input, select, textarea") ?? popupRef.current ?? true;
  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles["backdrop"]} />
        <Dialog.Popup className={clsx(styles["popup"], styles[size])} ref={popupRef} initialFocus={firstField}>
          <div className={hideTitle ? "visually-hidden" : styles["head"]}>
            <Dialog.Title className={styles["title"]}>{title}</Dialog.Title>
            <Dialog.Close className={styles["close"]} aria-label="Close">
              <X size={16} aria-hidden="true" />
            </Dialog.Close>
          </div>
          {description === undefined ? null : <Dialog.Description className={styles["description"]}>{description}</Dialog.Description>}
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
