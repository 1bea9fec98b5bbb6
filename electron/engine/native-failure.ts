import { AppError } from "../../shared/contract/errors.ts";

/** The packages with a part that is compiled for one system, and how what Node says of it can be told. */
const natives = [
  { name: "better-sqlite3", does: "keeps decisions", sign: /better[-_]sqlite3/ },
  { name: "onnxruntime-node", does: "scores with models", sign: /onnxruntime/ },
] as const;

const loadCodes: ReadonlySet<string> = new Set(["ERR_DLOPEN_FAILED", "MODULE_NOT_FOUND", "ERR_MODULE_NOT_FOUND"]);

const codeOf = (error: Error): string => ("code" in error && typeof error.code === "string" ? error.code : "");

/** Names the package whose compiled part is missing or made for another system; anything else is passed through. */
export function toNativeError(error: unknown): unknown {
  if (!(error instanceof Error) || !loadCodes.has(codeOf(error))) return error;
  const native = natives.find(({ sign }) => sign.test(error.message));
  if (native === undefined) return error;
  const { name, does } = native;
  return new AppError(
    "broken-install",
    `${name}, which ${does}, does not load on ${process.platform}-${process.arch}: its compiled part is missing or made for another system.`,
    { hint: `Install Quarry's packages again on this machine (\`npm ci\`). ${error.message.split("\n", 1)[0] ?? ""}` },
    { cause: error },
  );
}
