import { useNavigate, useRouter } from "@tanstack/react-router";
import type { DecisionPlace, DecisionStep } from "../../shared/contract/decisions.ts";
import { showToast } from "../state/messages.ts";
import { type StepName, useTakeStep } from "../state/take-step.ts";

/** Goes where one sees what a decision did. */
export function useGoToPlace(): (place: DecisionPlace) => void {
  const navigate = useNavigate();
  return (place) => {
    switch (place.screen) {
      case "triage":
        return void navigate({ to: "/triage", search: { show: "all", order: "scored", case: place.anomalyId } });
      case "hunts":
        return void navigate({ to: "/hunts", search: { tab: place.hunt?.stage ?? "candidates", id: place.hunt?.id } });
      case "entity":
        return void navigate({ to: "/data", search: { view: "entities", entity: place.id } });
      case "inventories":
        return void navigate({ to: "/data", search: { view: "inventories" } });
      case "models":
        return void navigate({ to: "/models", search: { model: place.model } });
      case "history":
        return void navigate({ to: "/data", search: { view: "history" } });
      case "queue":
        return void navigate({ to: "/triage" });
      case "settings":
        return void navigate({ to: "/settings" });
    }
  };
}

/** Screens that follow a step by themselves, since they show one thing at a time. */
const follows = (path: string, { place }: DecisionStep): boolean => path === `/${place.screen === "queue" ? "triage" : place.screen}`;

/** Undo and redo for every kind of decision on every screen: says what was done and leads to it. */
export function useSteps(): (name: StepName, decision?: string) => Promise<void> {
  const takeStep = useTakeStep();
  const goTo = useGoToPlace();
  const router = useRouter();
  return async (name, decision) => {
    const step = await takeStep(name, decision);
    if (step === undefined) return;
    const isHere = follows(router.state.location.pathname, step);
    if (isHere && step.place.screen === "hunts") goTo(step.place);
    const text = `${name === "decisions.undo" ? "Undone" : "Redone"}: ${step.what}`;
    showToast({ tone: "info", text, ...(isHere ? {} : { action: { label: "Show", run: () => goTo(step.place) } }) });
  };
}
