import { type Command, InvalidArgumentError } from "commander";
import type { SuiteSummary } from "../../../../shared/contract/suites.ts";
import type { Cli } from "../cli.ts";
import { isoTime, printable, shortId, table } from "../text.ts";

interface CreateOptions {
  readonly title: string;
  readonly bad?: readonly { readonly anomalyId: string; readonly technique: string }[];
  readonly good?: readonly string[];
  readonly analyst?: string;
}

type Bad = NonNullable<CreateOptions["bad"]>;

/** `ANOMALY=T1071`, several times. */
function badCase(text: string, before: Bad | undefined): Bad {
  const [anomalyId = "", technique = "", ...rest] = text.split("=");
  if (anomalyId === "" || technique === "" || rest.length > 0) throw new InvalidArgumentError("expected ANOMALY=TECHNIQUE");
  return [...(before ?? []), { anomalyId, technique }];
}

export function addSuites(program: Command, cli: Cli): void {
  const suites = program.command("suites").description("known-bad and known-good cases that versions are held against");
  suites
    .command("list")
    .description("the suites of packages and of the workspace, and how worn they are")
    .argument("[model]", "one model only")
    .action((model: string | undefined) =>
      cli.run({
        access: "read",
        work: (client, signal) => client.call("suites.list", { model }, signal),
        text: (all) => (all.length === 0 ? "no suites\n" : listText(all)),
      }),
    );
  suites
    .command("choices")
    .description("verdicts that cases can be made of")
    .argument("<model>")
    .action((model: string) =>
      cli.run({
        access: "read",
        work: (client, signal) => client.call("suites.choices", { model }, signal),
        text: (choices) =>
          choices.length === 0
            ? "no verdict says bad or good yet\n"
            : table(choices, [
                { title: "ANOMALY", value: ({ anomalyId }) => anomalyId },
                { title: "EXPECT", value: ({ expect }) => expect },
                { title: "VERDICT", value: ({ verdict }) => verdict },
                { title: "BY", value: ({ analyst }) => analyst },
                { title: "WHEN", value: ({ at }) => isoTime(at).slice(0, 16) },
                { title: "SUBJECT", value: ({ label }) => label },
                { title: "IN", value: ({ usedIn }) => usedIn ?? "" },
              ]),
      }),
    );
  suites
    .command("create")
    .description("make a suite of judged cases: confirmed ones must be flagged, benign ones must pass")
    .argument("<model>")
    .requiredOption("--title <title>", "what to call it")
    .option("--bad <anomaly=technique>", "a confirmed case with its ATT&CK technique; may be given again", badCase)
    .option("--good <anomaly...>", "cases that were benign, or the model's mistake")
    .option("--analyst <name>", "who decides")
    .action((model: string, { title, bad = [], good = [], analyst }: CreateOptions, command: Command) => {
      const cases = [...bad, ...good.map((anomalyId) => ({ anomalyId }))];
      if (cases.length === 0) command.error("error: name at least one case with --bad or --good");
      return cli.run({
        access: "write",
        work: (client, signal) => client.call("suites.create", { model, title, cases, analyst }, signal),
        text: (suite) => listText([suite]),
      });
    });
  suites
    .command("import")
    .description("take in a suite from a file, such as suites/ID.json of another workspace")
    .argument("<model>")
    .argument("<file>")
    .option("--title <title>", "what to call it (default: as the file says)")
    .option("--analyst <name>", "who decides")
    .action((model: string, file: string, { title, analyst }: { title?: string; analyst?: string }) =>
      cli.run({
        access: "write",
        work: (client, signal) => client.call("suites.import", { model, title, paths: [file], analyst }, signal),
        text: (suite) => listText([suite]),
      }),
    );
}

const listText = (all: readonly SuiteSummary[]): string =>
  printable(
    table(all, [
      { title: "SUITE", value: ({ id }) => shortId(id) },
      { title: "MODEL", value: ({ model }) => model },
      { title: "TITLE", value: ({ title }) => title },
      { title: "BAD", right: true, value: ({ bad }) => bad },
      { title: "GOOD", right: true, value: ({ good }) => good },
      { title: "JUDGED", right: true, value: ({ looks }) => looks },
      { title: "STATE", value: ({ worn }) => (worn ? "worn" : "fresh") },
      { title: "TECHNIQUES", value: ({ techniques }) => techniques.join(", ") },
    ]),
  );
