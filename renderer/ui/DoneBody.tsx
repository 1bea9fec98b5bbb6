import type { ReactNode } from "react";
import { Button } from "./Button.tsx";
import { DialogBody } from "./DialogBody.tsx";
import { type KeyValue, KeyValues } from "./KeyValues.tsx";

interface DoneBodyProps {
  readonly label: string;
  readonly items: readonly KeyValue[];
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

/** What a dialog's work came to, and the way out. */
export function DoneBody({ label, items, onClose, children }: DoneBodyProps) {
  return (
    <DialogBody
      label={label}
      buttons={
        <Button tone="primary" onClick={onClose}>
          Close
        </Button>
      }
    >
      <KeyValues items={items} />
      {children}
    </DialogBody>
  );
}
