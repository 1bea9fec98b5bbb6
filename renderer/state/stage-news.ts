import type { Client } from "../../shared/contract/client.ts";
import { showToast } from "./messages.ts";

/** What a rule did to a model is said on whatever screen one is, and stays until it is dismissed; what a person did, they know. */
export const listenToStages = (client: Client): (() => void) =>
  client.on("stage.changed", ({ isAutomatic, model, version, to, reason }) => {
    if (!isAutomatic) return;
    const what = to === "quarantined" ? "was quarantined" : "was demoted";
    showToast({ tone: "error", text: `${model} ${version.slice(0, 12)} ${what} by a rule. ${reason}` });
  });
