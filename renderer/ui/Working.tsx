import { Button } from "./Button.tsx";
import { DialogBody } from "./DialogBody.tsx";
import { Skeleton } from "./States.tsx";

/** A dialog while what it was asked for goes on. */
export function Working({ what, onCancel }: { readonly what: string; readonly onCancel: () => void }) {
  return (
    <DialogBody buttons={<Button onClick={onCancel}>Cancel</Button>}>
      <p>{what}…</p>
      <Skeleton lines={6} label={what} />
    </DialogBody>
  );
}
