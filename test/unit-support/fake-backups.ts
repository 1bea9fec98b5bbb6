import type { Backup } from "../../shared/contract/backups.ts";
import type { EventBody, EventName } from "../../shared/contract/events.ts";
import type { Output } from "../../shared/contract/requests.ts";

const dayUs = 86_400_000_000;
const today = Date.UTC(2026, 4, 12, 9, 14) * 1000;

const backup = (file: string, cause: Backup["cause"], daysAgo: number, decisions: number): Backup => ({
  file: `quarry-${file}.sqlite`,
  cause,
  at: today - daysAgo * dayUs,
  bytes: 9_400_000 + decisions * 1000,
  decisions,
  head: "5c1e".repeat(16),
  state: "verified",
});

export const sampleBackup = backup("2026-05-12", "day", 0, 412);

type Names = "backups.list" | "backups.make";
type BackupHandlers = { readonly [K in Names]: () => Output<K> };

/** A week of backups, one of them damaged since, and one from before a merge. */
export function createFakeBackups(emit: <K extends EventName>(name: K, body: EventBody<K>) => void): BackupHandlers {
  const damaged: Backup = {
    ...backup("2026-05-10", "day", 2, 355),
    state: "damaged",
    problem: "is 4096 bytes large where 9755000 were written",
  };
  let backups = [
    sampleBackup,
    backup("decisions-20260511T141503", "decisions", 0.8, 400),
    backup("2026-05-11", "day", 1, 371),
    damaged,
    backup("before-merge", "merge", 3, 340),
  ];
  let made = 0;
  return {
    "backups.list": () => ({ backups, failure: null, unsaved: made > 0 ? 0 : 7 }),
    "backups.make": () => {
      made += 1;
      const one = backup(`by-hand-20260512T0914${String(made).padStart(2, "0")}`, "hand", 0, 419);
      backups = [one, ...backups];
      emit("workspace.changed", { what: "backup" });
      return one;
    },
  };
}
