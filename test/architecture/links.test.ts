import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { runCli } from "../../electron/hosts/cli/run-cli.ts";
import { projectRoot, readSources, type SourceFile } from "../unit-support/source-files.ts";

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8")));
const readme = { path: "README.md", text: readFileSync(join(projectRoot, "README.md"), "utf8") };
const pages: readonly SourceFile[] = [readme, ...readSources(["shared", "electron", "renderer", "models", "test", "e2e"], /\.md$/)];

interface Named {
  readonly page: string;
  readonly target: string;
}
const named = (pattern: RegExp): Named[] =>
  pages.flatMap(({ path, text }) => [...text.matchAll(pattern)].map((match) => ({ page: path, target: match[1] ?? "" })));
const shown = ({ page, target }: Named): string => `${page}: ${target}`;

/** As a page of GitHub's names its headings. */
const anchorsOf = (text: string): string[] =>
  [...text.matchAll(/^#{1,6} (.+)$/gm)].map((match) =>
    (match[1] ?? "")
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .trim()
      .replaceAll(" ", "-"),
  );

function isThere({ page, target }: Named): boolean {
  const [file = "", anchor] = target.split("#");
  const path = file === "" ? page : join(dirname(page), file);
  if (!existsSync(join(projectRoot, path))) return false;
  return anchor === undefined || anchorsOf(pages.find((one) => one.path === path)?.text ?? "").includes(anchor);
}

describe("the documents", () => {
  it("link to files and headings that are there", () => {
    const links = named(/\]\(([^)\s]+)\)/g).filter(({ target }) => !/^https?:/.test(target));
    expect(links.length).toBeGreaterThan(15);
    expect(links.filter((link) => !isThere(link)).map(shown)).toEqual([]);
  });

  it("name files and folders that are there", () => {
    const files = named(/`((?:electron|renderer|shared|models|test|e2e)\/[\w./-]*)`/g);
    expect(files.length).toBeGreaterThan(20);
    expect(files.filter(({ target }) => !existsSync(join(projectRoot, target))).map(shown)).toEqual([]);
  });

  it("name scripts of npm, and benches, that are there", () => {
    const asked = named(/\bnpm run ([\w:]+)/g);
    expect(asked.filter(({ target }) => !Object.hasOwn(scripts, target)).map(shown)).toEqual([]);
    const benches = named(/\bnpm run bench -- ([a-z][\w-]*)/g);
    expect(benches.length).toBeGreaterThan(3);
    expect(benches.filter(({ target }) => !existsSync(join(projectRoot, "test", "bench", `${target}.ts`))).map(shown)).toEqual([]);
  });
});

/** What `--help` says of a command, by the words that name it. */
async function helpOf(words: readonly string[]): Promise<string> {
  let out = "";
  const never = (): Promise<never> => Promise.reject(new Error("help opens nothing"));
  const io = {
    out: (text: string) => void (out += text),
    err: () => undefined,
    errIsTty: false,
    env: {},
    onInterrupt: () => () => undefined,
  };
  await runCli([...words, "--help"], io, {
    openEngine: never,
    openDesk: never,
    doctor: never,
    restore: never,
    prepareDemo: never,
    finishDemo: never,
  });
  return out;
}

const subcommandsOf = (help: string): string[] =>
  [...(help.split("\nCommands:\n")[1] ?? "").matchAll(/^ {2}([a-z][\w-]*)/gm)].map((match) => match[1] ?? "");

describe("the commands that documents show", () => {
  const lines = named(/(?:\bnpx |`)quarry ([a-z][^`\n]*)/g).map(({ page, target }) => ({
    page,
    target: target.split(/ {2,}| #| && |[;,]/)[0]?.trim() ?? "",
  }));
  let root = "";
  beforeAll(async () => {
    root = await helpOf([]);
  });

  /** What no such command, sub-command or option is. */
  async function unknownIn(line: string): Promise<string[]> {
    const [command = "", second = ""] = line.split(/\s+/);
    if (!subcommandsOf(root).includes(command)) return [command];
    const group = await helpOf([command]);
    const isGroup = subcommandsOf(group).length > 0 && !/^Usage:.*<|^Usage:[^\n]*\[(?!options|command)/.test(group);
    if (isGroup && second !== "" && !second.startsWith("-") && !subcommandsOf(group).includes(second)) return [`${command} ${second}`];
    const help = subcommandsOf(group).includes(second) ? await helpOf([command, second]) : group;
    const flags = [...line.matchAll(/(?:^|\s)(--[a-z][\w-]*)/g)].map((match) => match[1] ?? "");
    return flags.filter((flag) => ![help, group, root].some((text) => new RegExp(`(?:^|[\\s,])${flag}\\b(?!-)`).test(text)));
  }

  it("were found", () => {
    expect(lines.length).toBeGreaterThan(15);
  });

  it("are commands of the command line, with options that they have", async () => {
    const wrong = await Promise.all(lines.map(async (line) => (await unknownIn(line.target)).map((what) => `${shown(line)}: ${what}`)));
    expect(wrong.flat()).toEqual([]);
  });

  it("would be seen to be none", async () => {
    expect(await unknownIn("sing --loud")).toEqual(["sing"]);
    expect(await unknownIn("labels sing")).toEqual(["labels sing"]);
    expect(await unknownIn("labels export --format csv --loud")).toEqual(["--loud"]);
  });
});
