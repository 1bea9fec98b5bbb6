import type { Command } from "commander";
import { AppError } from "../../../../shared/contract/errors.ts";
import type { Input } from "../../../../shared/contract/requests.ts";
import type { SavedView, ViewFilter } from "../../../../shared/contract/views.ts";
import { filterWords } from "../../../../shared/domain/queue-filter.ts";
import type { Cli } from "../cli.ts";
import { isoTime, printable, table } from "../text.ts";

/** How the queue is narrowed and ordered, as flags. */
export interface FilterFlags {
  readonly model?: string;
  readonly hunt?: string;
  readonly all?: boolean;
  readonly suppressed?: boolean;
  readonly held?: boolean;
  readonly live?: boolean;
  readonly text?: string;
}

export const addFilterFlags = (command: Command): Command =>
  command
    .option("--model <model>", "of one model only")
    .option("--hunt <id>", "of one hunt or candidate only")
    .option("--text <text>", "of which the subject, the model or a reason holds this")
    .option("--all", "also those that have a verdict")
    .option("--suppressed", "only those whose score is not to be trusted")
    .option("--held", "also what suppressions hide and what is snoozed")
    .option("--live", "ranked as the verdicts so far would rank them; a preview that changes no model");

export const toFilter = ({ model, hunt, all, suppressed, held, live, text }: FilterFlags) =>
  ({
    ...(model === undefined ? {} : { model }),
    ...(hunt === undefined ? {} : { hunt }),
    ...(text === undefined ? {} : { text }),
    show: all === true ? "all" : "open",
    health: suppressed === true ? "suppressed" : "any",
    held: held === true ? "show" : "hide",
    order: live === true ? "live" : "scored",
  }) satisfies Input<"views.save">["filter"];

/** Throws `not-found`. */
export function filterOf(views: readonly SavedView[], name: string): ViewFilter {
  const view = views.find((one) => one.name === name.trim());
  if (view === undefined) throw new AppError("not-found", `there is no view “${name}”`, { field: "view" });
  return view.filter;
}

export function addViews(program: Command, cli: Cli): void {
  const views = program.command("views").description("named filters of the queue");
  const signed = (command: Command): Command => command.option("--analyst <name>", "who decides");
  signed(views.command("list", { isDefault: true }).description("by name; a star marks the analyst's default")).action(
    ({ analyst }: { readonly analyst?: string }) =>
      cli.run({ access: "read", work: (client, signal) => client.call("views.list", { analyst }, signal), text: describeViews }),
  );
  signed(addFilterFlags(views.command("save").description("save a filter under a name").argument("<name>"))).action(
    (name: string, { analyst, ...flags }: FilterFlags & { readonly analyst?: string }) =>
      cli.run({
        access: "write",
        work: (client, signal) => client.call("views.save", { name, filter: toFilter(flags), analyst }, signal),
        text: () => `saved; show it with: quarry queue --view ${JSON.stringify(printable(name))}\n`,
      }),
  );
  signed(views.command("remove").description("remove a view").argument("<name>")).action(
    (name: string, { analyst }: { readonly analyst?: string }) =>
      cli.run({
        access: "write",
        work: (client, signal) => client.call("views.remove", { name, analyst }, signal),
        text: () => "removed; take it back with: quarry undo\n",
      }),
  );
  signed(views.command("default").description("what the desk's queue opens with; without a name, everything").argument("[name]")).action(
    (name: string | undefined, { analyst }: { readonly analyst?: string }) =>
      cli.run({
        access: "write",
        work: (client, signal) => client.call("views.setDefault", { name: name ?? null, analyst }, signal),
        text: () => `the queue opens with ${name === undefined ? "everything" : printable(name)}\n`,
      }),
  );
}

const describeViews = (views: readonly SavedView[]): string =>
  views.length === 0
    ? "there are no views\n"
    : table(views, [
        { title: "", value: (view) => (view.isDefault ? "*" : "") },
        { title: "NAME", value: (view) => view.name },
        { title: "SHOWS", value: (view) => filterWords(view.filter) },
        { title: "BY", value: (view) => view.analyst },
        { title: "SAVED", value: (view) => isoTime(view.at) },
      ]);
