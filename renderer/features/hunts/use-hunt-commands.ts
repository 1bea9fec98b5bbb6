import { useNavigate } from "@tanstack/react-router";
import type { HuntCandidate, HuntSummary } from "../../../shared/contract/hunts.ts";
import { useCommands } from "../../commands/commands.ts";
import { askToExport } from "../../state/export-request.ts";
import type { HuntDialog } from "./HuntDialogs.tsx";
import type { HuntTab } from "./hunts-search.ts";
import { toggleSelected, useHunts } from "./hunts-store.ts";
import { useHuntDecisions } from "./use-hunt-decisions.ts";

interface Deps {
  readonly tab: HuntTab;
  readonly items: readonly (HuntCandidate | HuntSummary)[];
  readonly chosen: string | undefined;
  readonly choose: (id: string) => void;
  readonly goTo: (tab: HuntTab) => void;
  readonly show: (dialog: HuntDialog) => void;
}

/** The keys of the hunts screen; each does what its button does, and nothing where there is nothing to do it to. */
export function useHuntCommands({ tab, items, chosen, choose, goTo, show }: Deps): void {
  const navigate = useNavigate();
  const { decide, open } = useHuntDecisions();
  const ticked = useHunts((s) => s.ticked);
  const selected = useHunts((s) => s.selected);
  const at = items.findIndex((item) => item.id === chosen);
  const candidate = tab === "candidates" && chosen !== undefined ? chosen : undefined;
  const hunt = tab !== "candidates" && chosen !== undefined ? chosen : undefined;
  const move = (by: number): void => {
    const next = items[Math.min(items.length - 1, Math.max(0, at + by))];
    if (next !== undefined) choose(next.id);
  };
  const dialog = (name: HuntDialog) => ({ run: () => show(name), when: () => hunt !== undefined });
  const drop = (): void => {
    const anomalyIds = [...ticked];
    if (hunt !== undefined) void decide("hunts.members", { id: hunt, remove: anomalyIds }, "Taken out of the hunt");
    else void decide("hunts.arrange", { how: "drop", anomalyIds }, "Taken out of every candidate");
  };
  useCommands({
    "hunts.next": () => move(1),
    "hunts.previous": () => move(-1),
    "hunts.tab-candidates": () => goTo("candidates"),
    "hunts.tab-backlog": () => goTo("backlog"),
    "hunts.tab-active": () => goTo("active"),
    "hunts.tab-closed": () => goTo("closed"),
    "hunts.select": { run: () => toggleSelected(candidate ?? ""), when: () => candidate !== undefined },
    "hunts.open": { run: () => open({ candidate }), when: () => candidate !== undefined },
    "hunts.merge": {
      run: () => void decide("hunts.arrange", { how: "merge", candidates: [...selected] }, "Merged into one candidate"),
      when: () => selected.size > 1,
    },
    "hunts.split": {
      run: () => void decide("hunts.arrange", { how: "split", candidate: candidate ?? "", anomalyIds: [...ticked] }, "Split off"),
      when: () => candidate !== undefined && ticked.size > 0,
    },
    "hunts.drop": { run: drop, when: () => ticked.size > 0 },
    "hunts.start": {
      run: () => {
        void decide("hunts.move", { id: hunt ?? "", stage: "active" }, "The hunt is active").then((isDone) =>
          isDone ? goToHunt("active") : undefined,
        );
      },
      when: () => hunt !== undefined && tab !== "active",
    },
    "hunts.backlog": {
      run: () => {
        void decide("hunts.move", { id: hunt ?? "", stage: "backlog" }, "The hunt is in the backlog").then((isDone) =>
          isDone ? goToHunt("backlog") : undefined,
        );
      },
      when: () => hunt !== undefined && tab !== "backlog",
    },
    "hunts.edit": dialog("edit"),
    "hunts.close": { run: () => show("close"), when: () => hunt !== undefined && tab !== "closed" },
    "hunts.report": dialog("report"),
    "hunts.export": { run: () => askToExport({ kind: "hunt", id: hunt ?? "" }), when: () => hunt !== undefined },
    "hunts.triage": {
      run: () => void navigate({ to: "/triage", search: { show: "all", order: "scored", hunt: chosen } }),
      when: () => chosen !== undefined,
    },
  });
  const goToHunt = (stage: HuntTab) => navigate({ to: "/hunts", search: { tab: stage, id: hunt } });
}
