/** Prints how often the precision rule demotes versions of a known precision over 500 verdicts, and after how many: `npm run bench -- demotion [RUNS]`. */
import { UpkeepSettings } from "../../shared/contract/upkeep-settings.ts";
import { createRandom } from "../../shared/lib/random.ts";
import { wilson } from "../../shared/lib/wilson.ts";
import { simulate } from "./demotion-simulation.ts";

const runs = Number(process.argv[2] ?? 4000);
const most = 500;
const { precision: settings } = UpkeepSettings.parse({});
const naive = { ...settings, z: 1.645, looks: 1, every: 1 };
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

for (const [name, rule, n] of [
  ["the rule", settings, runs],
  ["for comparison: one look after every verdict at z 1.645", naive, Math.min(runs, 400)],
] as const) {
  console.log(`${name}: floor ${percent(rule.floor)}, ${n} versions of each precision, at most ${most} verdicts`);
  for (const precision of [0.3, 0.2, 0.1, 0.05, 0.02]) {
    const { demoted, median } = simulate(createRandom(7), precision, n, most, rule);
    const { rate = 0, low, high } = wilson(demoted, n);
    console.log(
      `  precision ${percent(precision)}: ${demoted} of ${n} demoted, ${percent(rate)} (${percent(low)} to ${percent(high)})${median === undefined ? "" : `, median after ${median} verdicts`}`,
    );
  }
}
