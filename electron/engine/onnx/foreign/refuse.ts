import { AppError } from "../../../../shared/contract/errors.ts";

/** @throws AppError `model-mismatch`: somebody else's model may not come in, for this reason. */
export function refuse(reason: string, hint?: string): never {
  throw new AppError("model-mismatch", `The model is refused: ${reason}.`, hint === undefined ? {} : { hint });
}
