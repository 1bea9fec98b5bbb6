import type { Command } from "commander";
import type { HeldOutEffect } from "../../../../shared/contract/training.ts";
import type { Upkeep } from "../../../../shared/contract/upkeep.ts";
import type { Cli } from "../cli.ts";
import { facts, isoTime, printable, shortId, table } from "../text.ts";

interface Options {
  readonly effect?: boolean;
  readonly decline?: string;
  readonly reason?: string;
  readonly analyst?: string;
}

export function addUpkeep(program: Command, cli: Cli): void {
  program
    .command("upkeep")
    .description("how a champion stands against the rules that demote it, and whether another training is called for")
    .argument("<model>")
    .option("--effect", "measure what another training is expected to change")
    .option("--decline <proposal>", "say no to a proposed training")
    .option("--reason <reason>", "why; it is kept in the decision log")
    .option("--analyst <name>", "who decides")
    .action((model: string, { effect, decline, reason, analyst }: Options, command: Command) => {
      if (decline !== undefined) {
        if (reason === undefined) return command.error("error: required option '--reason <reason>' not specified");
        return cli.run({
          access: "write",
          work: (client, signal) => client.call("models.declineRetraining", { model, proposal: decline, reason, analyst }, signal),
          text: ({ decision }) => `declined as decision ${decision}\n`,
        });
      }
      if (effect === true)
        return cli.run({
          access: "read",
          work: (client, signal) => client.call("models.expectedEffect", { model }, signal),
          text: effectText,
        });
      return cli.run({ access: "read", work: (client, signal) => client.call("models.upkeep", { model }, signal), text: upkeepText });
    });
}

const figure = (x: number | null): string => (x === null ? "unknown" : x.toPrecision(3));

function effectText({ state, because, before, after, difference, heldOut }: HeldOutEffect): string {
  if (state === "insufficient") return printable(`insufficient: ${because}\n`);
  return facts([
    ["average precision", `${figure(before)} without the lessons, ${figure(after)} with them`],
    [
      "difference",
      difference === null ? "unknown" : `${figure(difference.value)} (${figure(difference.low)} to ${figure(difference.high)})`,
    ],
    ["held out", `${heldOut.positives} anomalies, ${heldOut.negatives} ordinary`],
    ["", because],
  ]);
}

function upkeepText({ model, champion, since, findings, judged, proposal }: Upkeep): string {
  const head = facts([
    ["model", model],
    ["champion", champion === null || since === null ? "none" : `${shortId(champion)} since ${isoTime(since).slice(0, 16)}`],
    ...(judged === null
      ? []
      : [
          [
            "judged since",
            `${judged.malicious} malicious, ${judged.wrong} wrong, ${judged.benignTruePositive} real and harmless, ${judged.other} other, ${judged.disputed} disputed`,
          ] as const,
        ]),
  ]);
  const rules =
    findings.length === 0
      ? ""
      : table(findings, [
          { title: "RULE", value: ({ title }) => title },
          { title: "STATE", value: ({ state }) => state },
          { title: "WHAT WAS FOUND", value: ({ text }) => text },
        ]);
  if (proposal === null) return `${head}${rules}no training is proposed\n`;
  const { id, triggers, dataset, labels } = proposal;
  return `${head}${rules}${facts([
    ["proposal", id],
    ...triggers.map(({ text }) => ["because", text] as const),
    ["dataset", `v${dataset.number} (${shortId(dataset.id)}), ${dataset.events} events`],
    ["labels", `${labels.positives} anomalies, ${labels.negatives} ordinary, ${labels.leftOut} left out`],
  ])}`;
}
