import type { Command } from "commander";
import type { Client } from "../../../../shared/contract/client.ts";
import type { Cli } from "../cli.ts";
import { type Decided, done, isCandidate, type Signed } from "./hunt-words.ts";

/** Putting anomalies together and apart by hand. */
export function addHuntArranging(hunts: Command, cli: Cli): void {
  const decide = (work: (client: Client, signal: AbortSignal) => Promise<Decided>) => cli.run({ access: "write", work, text: done });
  const signed = (name: string, description: string): Command =>
    hunts.command(name).description(description).option("--analyst <name>", "who decides");
  signed("add", "put anomalies into a hunt or a candidate")
    .argument("<id>")
    .argument("<anomaly...>")
    .action((id: string, anomalyIds: string[], { analyst }: Signed) =>
      isCandidate(id)
        ? decide((client, signal) => client.call("hunts.arrange", { how: "add", candidate: id, anomalyIds, analyst }, signal))
        : decide((client, signal) => client.call("hunts.members", { id, add: anomalyIds, analyst }, signal)),
    );
  signed("remove", "take anomalies out of a hunt; out of a candidate they make one of their own")
    .argument("<id>")
    .argument("<anomaly...>")
    .action((id: string, anomalyIds: string[], { analyst }: Signed) =>
      isCandidate(id)
        ? decide((client, signal) => client.call("hunts.arrange", { how: "split", candidate: id, anomalyIds, analyst }, signal))
        : decide((client, signal) => client.call("hunts.members", { id, remove: anomalyIds, analyst }, signal)),
    );
  signed("split", "make a candidate of its own of some of another's anomalies")
    .argument("<candidate>")
    .argument("<anomaly...>")
    .action((candidate: string, anomalyIds: string[], { analyst }: Signed) =>
      decide((client, signal) => client.call("hunts.arrange", { how: "split", candidate, anomalyIds, analyst }, signal)),
    );
  signed("merge", "make one candidate of several")
    .argument("<candidate...>")
    .action((candidates: string[], { analyst }: Signed) =>
      decide((client, signal) => client.call("hunts.arrange", { how: "merge", candidates, analyst }, signal)),
    );
  signed("drop", "take anomalies out of every candidate")
    .argument("<anomaly...>")
    .action((anomalyIds: string[], { analyst }: Signed) =>
      decide((client, signal) => client.call("hunts.arrange", { how: "drop", anomalyIds, analyst }, signal)),
    );
}
