import type { UpkeepSettings } from "../../../shared/contract/upkeep-settings.ts";
import { contentId } from "../hash.ts";
import { championChangeAt, championOf, modelsWithChampion, stageEvents } from "../lifecycle/stage-events.ts";
import { type Champion, judgeChampion } from "../lifecycle/upkeep.ts";
import { BundleBreak, loadBundle } from "../scoring/bundle.ts";
import type { EngineParts } from "./engine-parts.ts";
import { quarantineBroken } from "./guard-bundles.ts";
import { demoteByRule, quarantineByRule } from "./rule-steps.ts";

/** The champion of a model and since when, if it has one. */
export function standingChampion({ workspace }: EngineParts, model: string): Champion | undefined {
  const version = championOf(workspace.db, model);
  const since = championChangeAt(stageEvents(workspace.db, model), Number.MAX_SAFE_INTEGER);
  return version === undefined || since === undefined ? undefined : { model, version, since: since.at };
}

/** The settings a version was trained with: those of a newer package are its own. */
export const settingsOf = ({ workspace }: EngineParts, { model, version }: Champion): UpkeepSettings =>
  loadBundle(workspace.paths.root, model, version).pkg.spec.upkeep;

/** Asks the rules about one champion, and demotes or quarantines it where one says so. */
async function look(parts: EngineParts, champion: Champion): Promise<void> {
  try {
    const { findings } = judgeChampion(parts.workspace.db, champion, settingsOf(parts, champion));
    const broken = findings.find(({ state }) => state === "quarantine") ?? findings.find(({ state }) => state === "demote");
    if (broken === undefined) return;
    const { rule, title, text, figures } = broken;
    const evidence = { kind: "rule", id: contentId({ rule, ...figures, version: champion.version }), text, figures };
    const step = broken.state === "quarantine" ? quarantineByRule : demoteByRule;
    await step(parts, champion.model, champion.version, { reason: `${title}: ${text}`, evidence });
  } catch (error) {
    if (!(error instanceof BundleBreak)) throw error;
    await quarantineBroken(parts, error);
  }
}

/** A burst of verdicts is looked at once, and no verdict waits for the look. */
const pauseMs = 500;

/**
 * Looks at every champion after verdicts and runs have changed. Changes that come while it looks are looked at once more when it is done; `settle` does not
 * wait for the pause, only for the look.
 */
export class UpkeepWatch {
  readonly #parts: EngineParts;
  #isDue = false;
  #looking: Promise<void> | undefined;
  #wake: () => void = () => undefined;

  constructor(parts: EngineParts) {
    this.#parts = parts;
  }

  note(): void {
    if (this.#parts.workspace.readOnly) return;
    this.#isDue = true;
    this.#looking ??= this.#lookWhileDue().finally(() => {
      this.#looking = undefined;
    });
  }

  /** Resolves when nothing is left to look at. */
  async settle(): Promise<void> {
    while (this.#looking !== undefined) {
      this.#wake();
      await this.#looking;
    }
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pauseMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #lookWhileDue(): Promise<void> {
    while (this.#isDue) {
      await this.#pause();
      this.#isDue = false;
      for (const model of modelsWithChampion(this.#parts.workspace.db)) {
        const champion = standingChampion(this.#parts, model);
        if (champion !== undefined) await this.#lookAt(champion);
      }
    }
  }

  async #lookAt(champion: Champion): Promise<void> {
    try {
      await look(this.#parts, champion);
    } catch (error) {
      this.#parts.log(`upkeep of ${champion.model}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
}
