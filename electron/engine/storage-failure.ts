import { accessSync, constants } from "node:fs";
import { AppError, type ErrorCode } from "../../shared/contract/errors.ts";

interface Words {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
}

const full: Words = {
  code: "disk-full",
  message: "The disk of the workspace is full, so this could not be written.",
  hint: "Free some room and do it again. What was recorded before is safe.",
};
/** What SQLite says when a write fails for another reason than a full disk: it does not tell a limit on the size of files from a broken disk. */
const refused: Words = {
  code: "disk-full",
  message: "The disk of the workspace took no more: it is full or failing, or files may not grow so large.",
  hint: full.hint,
};
const readOnly: Words = {
  code: "read-only",
  message: "The folder of the workspace cannot be written to.",
  hint: "Make it writable, or copy the workspace to where it is.",
};
const failing: Words = {
  code: "io",
  message: "The disk of the workspace gave an error.",
  hint: "Run `quarry doctor` on the workspace, and look after the disk.",
};
const damaged: Words = {
  code: "workspace-damaged",
  message: "The workspace's database is damaged.",
  hint: "Run `quarry doctor` to see what is wrong; `quarry restore` puts a verified backup in its place.",
};
const busy: Words = {
  code: "workspace-locked",
  message: "Another process keeps the workspace's database busy.",
  hint: "Do it again in a moment.",
};
const memory: Words = {
  code: "out-of-memory",
  message: "There is not enough memory for this.",
  hint: "Close other programs, or ask for less at a time.",
};
const tooManyFiles: Words = {
  code: "io",
  message: "This process has too many files open.",
  hint: "Raise the limit of open files (`ulimit -n`) and start Quarry again.",
};

/** By the code Node gives (errno(3)), or SQLite (https://www.sqlite.org/rescode.html) without what follows its kind. */
const byCode: Readonly<Record<string, Words>> = {
  ENOSPC: full,
  EDQUOT: full,
  EFBIG: full,
  SQLITE_FULL: full,
  SQLITE_IOERR_WRITE: refused,
  SQLITE_IOERR_SHMSIZE: refused,
  EROFS: readOnly,
  SQLITE_READONLY: readOnly,
  EIO: failing,
  SQLITE_IOERR: failing,
  SQLITE_CORRUPT: damaged,
  SQLITE_NOTADB: damaged,
  SQLITE_BUSY: busy,
  SQLITE_LOCKED: busy,
  SQLITE_NOMEM: memory,
  EMFILE: tooManyFiles,
  ENFILE: tooManyFiles,
};

function wordsOf(code: string): Words | undefined {
  return byCode[code] ?? byCode[/^SQLITE_[A-Z]+/.exec(code)?.[0] ?? ""];
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;

/** Tells a person what the machine says of its disk or memory; anything else is passed through. */
export function toStorageError(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const code = codeOf(error);
  const words = code === undefined ? undefined : wordsOf(code);
  if (words === undefined) return error;
  const said = error instanceof Error ? error.message : "";
  return new AppError(words.code, words.message, { hint: `${words.hint} (${code}: ${said})` }, { cause: error });
}

/** Whether files may be made in a folder by this user, on its disk. */
export function isWritableFolder(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch (error) {
    if (["EROFS", "EACCES", "EPERM"].includes(codeOf(error) ?? "")) return false;
    throw error;
  }
}

/** Throws AppError `read-only`. */
export function assertWritableFolder(folder: string): void {
  if (isWritableFolder(folder)) return;
  throw new AppError("read-only", `${folder} cannot be written to: its disk is read-only, or this user may not.`, {
    file: folder,
    hint: readOnly.hint,
  });
}
