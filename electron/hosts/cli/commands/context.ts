import { type Command, Option } from "commander";
import type { z } from "zod";
import type { Expansion } from "../../../../shared/contract/context.ts";
import type { Output } from "../../../../shared/contract/requests.ts";
import type { ContextGraph } from "../../../../shared/contract/context-graph.ts";
import { wholeNumber } from "../arguments.ts";
import type { Cli } from "../cli.ts";
import { facts, table } from "../text.ts";

const directions = ["either", "along", "against"] as const;

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
  program
    .command("neighbours")
    .description("what a node of an anomaly's graph has to do with: counts by kind, and a page of one kind")
    .argument("<anomaly>")
    .argument("<node>", "its id in the graph")
    .option("--kind <kind>", "a kind as the counts name it")
    .option("--offset <n>", "the first of the page", wholeNumber, 0)
    .action((anomalyId: string, node: string, options: { kind?: string; offset: number }) =>
      cli.run({
        access: "read",
        work: (client, signal) => client.call("context.expand", { anomalyId, node, kind: options.kind, offset: options.offset }, signal),
        text: describeExpansion,
      }),
    );
  program
    .command("paths")
    .description("the cheapest ways between two nodes in the telemetry, at most six hops")
    .argument("<anomaly>")
    .argument("<from>")
    .argument("<to>")
    .option("--time", "each step no earlier than the one before")
    .option("--shared", "pass through shared nodes")
    .addOption(new Option("--direction <way>", "along or against the relations").choices(directions).default("either"))
    .action((anomalyId: string, a: string, b: string, options: { time?: true; shared?: true; direction?: string }) =>
      cli.run({
        access: "read",
        work: (client, signal) =>
          client.call(
            "context.paths",
            {
              anomalyId,
              a,
              b,
              respectsTime: options.time ?? false,
              passesShared: options.shared ?? false,
              direction: directions.find((way) => way === options.direction) ?? "either",
            },
            signal,
          ),
        text: describePaths,
      }),
    );
}

const ways = { out: "→", in: "←" } as const;

function describeExpansion({ kinds, page, unknownBecause }: Expansion): string {
  if (unknownBecause !== null) return `${unknownBecause}\n`;
  const counts = table(kinds, [
    { title: "KIND", value: ({ kind }) => kind },
    { title: "", value: ({ way }) => ways[way] },
    { title: "RELATION", value: ({ relation }) => relation },
    { title: "TYPE", value: ({ type }) => type },
    { title: "NODES", right: true, value: ({ nodes }) => nodes },
    { title: "NEW", right: true, value: ({ fresh }) => fresh },
    { title: "TIMES", right: true, value: ({ events }) => events },
  ]);
  if (page === null) return counts;
  const nodes = new Map(page.nodes.map((node) => [node.id, node]));
  const rows = table(page.edges, [
    { title: "NODE", value: (edge) => (nodes.get(edge.src) ?? nodes.get(edge.dst))?.label ?? edge.id },
    { title: "STATE", value: ({ state }) => state },
    { title: "WHY", value: ({ why }) => why },
  ]);
  return `${counts}\n${rows}${page.offset + page.nodes.length} of ${page.total}\n`;
}

function describePaths({ paths, nodes, looked, isCut, unknownBecause }: Output<"context.paths">): string {
  const labels = new Map(nodes.map((node) => [node.id, node.label]));
  const found = paths.map((path) => `${path.cost.toFixed(1)}  ${path.nodes.map((id) => labels.get(id) ?? id).join(" → ")}\n`).join("");
  const none = paths.length === 0 ? "No path within 6 hops in this window.\n" : "";
  return `${unknownBecause === null ? "" : `${unknownBecause}\n`}${found}${none}looked at ${looked.nodes} nodes and ${looked.relations} relations${isCut ? ", not all there are" : ""}\n`;
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
