import type { Handlers } from "../../../shared/contract/client.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import type { RequestName } from "../../../shared/contract/requests.ts";
import type { EngineParts } from "./engine-parts.ts";

type Names = Extract<RequestName, `entities.${string}`>;

export function entityOperations({ workspace }: EngineParts): Pick<Handlers, Names> {
  const refuse = async (): Promise<never> => {
    throw new AppError("not-found", `the entities of ${workspace.paths.root} are not resolved yet`);
  };
  return {
    "entities.search": refuse,
    "entities.get": refuse,
    "entities.why": refuse,
    "entities.resolve": refuse,
    "entities.conflicts": refuse,
    "entities.status": refuse,
    "entities.override": refuse,
    "entities.undo": refuse,
  };
}
