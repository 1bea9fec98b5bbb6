import type { Input, RequestName } from "../../../shared/contract/requests.ts";
import { useNavigate } from "@tanstack/react-router";
import { useClient } from "../../state/client-context.ts";
import { showFailure, showToast } from "../../state/messages.ts";
import { inOrder } from "../../state/take-step.ts";
import { clearSelected, clearTicks } from "./hunts-store.ts";

type Deciding = Extract<RequestName, "hunts.open" | "hunts.move" | "hunts.arrange" | "hunts.members" | "hunts.edit" | "hunts.close">;

/** Decisions about hunts; each says what it did, and what went wrong with it. */
export function useHuntDecisions() {
  const client = useClient();
  const navigate = useNavigate();
  const decide = async <K extends Deciding>(name: K, input: Input<K>, said: string): Promise<boolean> => {
    try {
      await inOrder(() => client.call(name, input));
      showToast({ tone: "info", text: said });
      clearTicks();
      clearSelected();
      return true;
    } catch (error) {
      showFailure("Nothing was decided", error);
      return false;
    }
  };
  const open = (input: Input<"hunts.open">): void => {
    inOrder(() => client.call("hunts.open", input))
      .then(({ hunt }) => {
        clearTicks();
        clearSelected();
        showToast({ tone: "info", text: "The hunt is open, in the backlog" });
        return navigate({ to: "/hunts", search: { tab: "backlog", id: hunt.id } });
      })
      .catch((error: unknown) => showFailure("No hunt was opened", error));
  };
  return { decide, open };
}
