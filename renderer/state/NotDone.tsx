import { AppError } from "../../shared/contract/errors.ts";
import { Refusal } from "../ui/Refusal.tsx";
import { Safe } from "../ui/Safe.tsx";

/** Why something was refused, and what would help; nothing when it was not. */
export function NotDone({ what, error }: { readonly what: string; readonly error: Error | undefined }) {
  if (error === undefined) return null;
  const hint = error instanceof AppError ? error.detail.hint : undefined;
  return (
    <Refusal>
      <b>{what}</b> <Safe text={hint === undefined ? error.message : `${error.message} ${hint}`} />
    </Refusal>
  );
}
