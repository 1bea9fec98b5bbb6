import type { Command } from "commander";
import type { ContextGraph } from "../../../../shared/contract/triage.ts";
import type { z } from "zod";
import type { Cli } from "../cli.ts";
import { facts, table } from "../text.ts";

export function addContext(program: Command, cli: Cli): void {
  program
    .command("context")
    .description("the graph around an anomaly and the answers to an analyst's questions")
    .argument("<anomaly>")
    .action((anomalyId: string) =>
      cli.run({
        access: "read",
        work: (client, signal) => client.call("triage.context", { anomalyId }, signal),
        text: describe,
      }),
    );
}

function describe(graph: z.output<typeof ContextGraph>): string {
  const labels = new Map(graph.nodes.map((node) => [node.id, node.label]));
  const answers = graph.answers.map((a) => [a.question, a.value ?? `unknown because ${a.unknownBecause ?? "nothing says"}`] as const);
  const edges = table(graph.edges, [
    { title: "FROM", value: (edge) => labels.get(edge.src) ?? edge.src },
    { title: "RELATION", value: (edge) => edge.relation },
    { title: "TO", value: (edge) => labels.get(edge.dst) ?? edge.dst },
    { title: "N", right: true, value: (edge) => edge.n },
    { title: "STATE", value: (edge) => edge.state },
    { title: "WHY", value: (edge) => edge.why },
  ]);
  const omitted =
    graph.omitted.nodes + graph.omitted.edges === 0 ? "" : `left out: ${graph.omitted.nodes} nodes, ${graph.omitted.edges} edges\n`;
  return `${answers.length > 0 ? `${facts(answers)}\n` : ""}${edges}${omitted}`;
}
