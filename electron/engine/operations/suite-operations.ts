import { readFileSync, statSync } from "node:fs";
import { z } from "zod";
import type { Handlers } from "../../../shared/contract/client.ts";
import { AppError } from "../../../shared/contract/errors.ts";
import { type SuiteSummary, WorkspaceSuite } from "../../../shared/contract/suites.ts";
import { findPackage, listPackages } from "../features/packages.ts";
import { judgedRows } from "../lifecycle/evaluation/judged-rows.ts";
import { authorSuite, suiteChoices } from "../lifecycle/suites/author-suite.ts";
import { listSuites } from "../lifecycle/suites/list-suites.ts";
import { suiteKind, writeSuite } from "../lifecycle/suites/workspace-suites.ts";
import { type EngineParts, requireWritable, resolveFiles } from "./engine-parts.ts";
import { signer } from "./triage-operations.ts";

type Names = "suites.list" | "suites.choices" | "suites.create" | "suites.import";

const maxFileBytes = 32 * 1024 * 1024;

export function suiteOperations(parts: EngineParts): Pick<Handlers, Names> {
  const { db, paths } = parts.workspace;
  const list = (model?: string): SuiteSummary[] =>
    listSuites(parts.packagesDir, { db, suitesDir: paths.suites, made: [...parts.decisions.ofKind(suiteKind)] }, model);
  const make = (suite: WorkspaceSuite, analyst: string): SuiteSummary => {
    const id = writeSuite(paths.suites, suite);
    const there = list(suite.model).find((one) => one.id === id);
    if (there !== undefined) return there;
    const bad = suite.cases.filter(({ expect }) => expect === "flag").length;
    const body = { suite: id, model: suite.model, title: suite.title, bad, good: suite.cases.length - bad };
    parts.decisions.record(suiteKind, analyst, body);
    const made = list(suite.model).find((one) => one.id === id);
    if (made === undefined) throw new Error(`suite ${id} was not made`);
    return made;
  };
  return {
    "suites.list": async ({ model }) => list(model),
    "suites.choices": async ({ model }) => {
      findPackage(listPackages(parts.packagesDir), model);
      return suiteChoices(judgedRows(db, model), { suitesDir: paths.suites, made: [...parts.decisions.ofKind(suiteKind)], model });
    },
    "suites.create": async (input) => {
      requireWritable(parts);
      const pkg = findPackage(listPackages(parts.packagesDir), input.model);
      return make(authorSuite(pkg, judgedRows(db, input.model), input), signer(parts, input.analyst));
    },
    "suites.import": async (input, context) => {
      requireWritable(parts);
      findPackage(listPackages(parts.packagesDir), input.model);
      const [file, ...others] = resolveFiles(parts, context.caller, input);
      if (file === undefined || others.length > 0) throw new AppError("bad-input", "name one file of cases", { field: "paths" });
      const suite = readImported(file.path, file.displayName);
      if (suite.model !== input.model)
        throw new AppError("bad-input", `${file.displayName} holds cases of ${suite.model}, not of ${input.model}.`, { field: "model" });
      return make({ ...suite, title: input.title ?? suite.title }, signer(parts, input.analyst));
    },
  };
}

function readImported(path: string, name: string): WorkspaceSuite {
  const { size } = statSync(path);
  if (size > maxFileBytes) throw new AppError("limit-exceeded", `${name} has ${size} bytes; ${maxFileBytes} are allowed.`, { file: name });
  const parsed = z.string().pipe(jsonOf(name)).pipe(WorkspaceSuite).safeParse(readFileSync(path, "utf8"));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new AppError("bad-input", `${name} is not a suite: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "unknown"}`, {
      file: name,
    });
  }
  const { cases } = parsed.data;
  const unnamed = cases.find((c) => c.expect === "flag" && c.technique === undefined);
  if (unnamed !== undefined)
    throw new AppError("bad-input", `The known-bad case "${unnamed.id}" in ${name} names no technique.`, { file: name });
  if (new Set(cases.map(({ id }) => id)).size < cases.length)
    throw new AppError("bad-input", `${name} holds a case twice.`, { file: name });
  return parsed.data;
}

const jsonOf = (name: string) =>
  z.string().transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch (error) {
      context.addIssue({ code: "custom", message: `${name} is not JSON: ${error instanceof Error ? error.message : String(error)}` });
      return z.NEVER;
    }
  });
