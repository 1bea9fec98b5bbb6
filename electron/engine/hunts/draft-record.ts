import type { HuntRecord } from "../../../shared/contract/hunts.ts";
import { listed, plural, stamp } from "../context/words.ts";
import type { HuntBoard } from "./board.ts";
import { entitiesOf } from "./candidates.ts";
import { kindOf, labelOf } from "./entity-words.ts";
import type { Finding } from "./finding.ts";

const timeboxDays = 5;
const mostShown = 6;

/** What the evidence itself can say of a new hunt; the rest is left for its owner to fill in. */
export function draftRecord(members: readonly Finding[], board: HuntBoard, owner: string): HuntRecord {
  const { shared } = board.read();
  const models = [...new Map(members.map((member) => [member.model, member])).values()].toSorted((a, b) => (a.model < b.model ? -1 : 1));
  const packages = models.flatMap((member) => board.facts(member) ?? []);
  const entities = entitiesOf(members);
  const joining = entities.filter(({ key }) => shared.get(key)?.isFollowed === true);
  const named = (kinds: readonly string[]): string[] => [
    ...new Set(joining.filter(({ key }) => kinds.includes(kindOf(key))).map(({ key }) => labelOf(key))),
  ];
  const from = Math.min(...members.map((member) => member.fromUs));
  const to = Math.max(...members.map((member) => member.toUs));
  const topic = listed([...new Set([...named(["host"]), ...named(["account"]), ...named(["domain"])])], 2);
  const [foil] = packages.map((pkg) => pkg.naiveFoil);
  return {
    topic: (topic === "" ? (members[0]?.label ?? "New hunt") : topic).slice(0, 200),
    owner,
    trigger: "model-anomaly",
    hypothesis: {
      actor: listed(named(["account", "person"]), mostShown),
      behaviour: packages
        .map((pkg) => pkg.hypothesis)
        .join(" ")
        .slice(0, 2000),
      location: listed(named(["host", "ip"]), mostShown),
      evidence: `${models.map(({ model }) => `${plural(members.filter((m) => m.model === model).length, "anomaly", "anomalies")} of ${model}`).join(", ")}, ${stamp(from)} to ${stamp(to)}`,
    },
    fit: emptyFit(),
    timeboxDays,
    datasets: [...new Set(members.map((member) => member.dataset))].toSorted(),
    models: models.map(({ model }) => model),
    foil: { title: foil?.title ?? "", sql: foil?.sql ?? "", measured: null },
    techniques: [...new Set(packages.flatMap((pkg) => pkg.attack.map((a) => a.technique)))].toSorted(),
    notes: "",
    findings: "",
    outcome: null,
    byproducts: [],
    knownBenign: [],
    handOff: null,
  };
}

function emptyFit(): HuntRecord["fit"] {
  const unsaid = { answer: "unknown", because: "" } as const;
  return { "simpler-not-enough": unsaid, "easy-to-label": unsaid, "high-volume": unsaid, "hard-to-classify": unsaid };
}
