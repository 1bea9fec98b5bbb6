/** One stage in a process of its own: `node stage.ts STAGE DIR SCALE`. Its figures go to stdout as JSON, a line of each to stderr. */
import { Figures } from "./figures.ts";
import { scales, stages } from "./measure.ts";

const [name = "", dir = "", scaleName] = process.argv.slice(2);
const scale = scales.find((each) => each.name === scaleName);
const measure = stages[name];
if (scale === undefined || measure === undefined) throw new Error(`there is no stage "${name}" of "${scaleName}"`);
const figures = new Figures();
await measure(figures, dir, scale);
figures.add(`memory: ${name}, at most`, "MB", (process.resourceUsage().maxRSS * 1024) / 1e6, { hard: 3000 });
console.log(JSON.stringify(figures.all));
