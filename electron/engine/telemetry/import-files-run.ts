import { basename } from "node:path";
import { AppError } from "../../../shared/contract/errors.ts";
import type { ClockProposal } from "../../../shared/contract/clock.ts";
import { type ClockRule } from "./clock.ts";
import { proposeForAll, type SurveyedFile } from "./clocks/across-files.ts";
import { ClockSurvey } from "./clocks/clock-survey.ts";
import type { EventSink } from "./columns/event-sink.ts";
import { type ContentOptions, importContent } from "./content-import.ts";
import { peek, readFileBytes } from "./readers/byte-streams.ts";
import { containerOf, containerOfFile } from "./readers/container.ts";
import { gunzip } from "./readers/inflate.ts";
import type { Archive, Bytes, UnpackBudget } from "./readers/limits.ts";
import type { Member } from "./readers/member.ts";
import { Tap } from "./readers/tap.ts";
import { readTar } from "./readers/tar.ts";
import type { PhysicalFile } from "./readers/walk.ts";
import { readZip } from "./readers/zip.ts";
import { FileReport, type RejectLog } from "./records/file-report.ts";
import { showOffset } from "./windows-clock.ts";

export interface RunContext {
  readonly sink: EventSink;
  readonly rejects: RejectLog;
  readonly clock: ClockRule;
  readonly content: ContentOptions;
  readonly budget: UnpackBudget;
  readonly checkCancelled: () => void;
  readonly readPhysical: (stage: string, bytes: number) => void;
}

/** Reads the files of one import into its sink. `reports` ends up with one entry per file and per archive member; its index is the events' file_no. */
export class FilesImport {
  readonly reports: FileReport[] = [];
  readonly corrections = new Set<string>();
  readonly #surveys: SurveyedFile[] = [];
  readonly #context: RunContext;

  constructor(context: RunContext) {
    this.#context = context;
  }

  /** What the clocks of the files may need, in the order of the files. */
  clockProposals(): readonly ClockProposal[] {
    return proposeForAll(this.#surveys, this.#context.clock);
  }

  #report(name: string): FileReport {
    const report = new FileReport(name, this.#context.rejects);
    this.#context.sink.fileNo = this.reports.length;
    this.reports.push(report);
    return report;
  }

  async importFile(file: PhysicalFile): Promise<void> {
    const report = this.#report(file.displayName);
    if (file.error !== undefined) {
      fail(report, file.error);
      return;
    }
    const stage = basename(file.displayName);
    const tap = new Tap(readFileBytes(file.path, file.displayName), (n) => this.#context.readPhysical(stage, n));
    await readThrough(tap, report, () => this.#importContainer(file, report, tap));
  }

  async #importContainer(file: PhysicalFile, report: FileReport, tap: Tap): Promise<void> {
    const { budget } = this.#context;
    const { displayName: name } = file;
    const container = await containerOfFile(file.path, name);
    const packed = (): number => tap.bytes;
    switch (container) {
      case "plain":
        await this.#importContent(budget.watch(tap, name, packed), report, file.path);
        return;
      case "gzip":
        await this.#importContent(budget.watch(gunzip(tap, name), name, packed), report);
        report.formatReason += report.formatReason === "" ? "" : "; gzip";
        return;
      case "zip":
        await this.#importMembers((skipped) => readZip(file.path, name, skipped), report, "ZIP archive", file.bytes);
        return;
      case "tar":
        await this.#importMembers((skipped) => readTar(tap, name, skipped), report, "tar archive", file.bytes);
        return;
      case "tar.gz":
        await this.#importMembers(
          (skipped) => readTar(budget.watch(gunzip(tap, name), name, packed), name, skipped),
          report,
          "gzip-compressed tar archive",
          file.bytes,
        );
        return;
    }
  }

  async #importMembers(
    open: (skipped: (name: string) => void) => AsyncGenerator<Member, void, undefined>,
    archive: FileReport,
    what: string,
    bytes: number,
  ): Promise<void> {
    const { budget } = this.#context;
    const whole: Archive = { name: archive.name, bytes, unpacked: 0 };
    let read = 0;
    let skipped = 0;
    archive.format = what;
    try {
      for await (const member of open(() => skipped++)) {
        read += 1;
        if (read > budget.limits.maxMembers)
          throw new AppError("limit-exceeded", `${archive.name} has more than ${budget.limits.maxMembers} members`, { file: archive.name });
        await this.#importMember(member, whole);
        budget.requireRatio(whole);
      }
    } finally {
      archive.formatReason = `${what}: ${read} members${skipped > 0 ? `, ${skipped} skipped (folders, resource forks)` : ""}`;
    }
    if (read === 0) throw new AppError("unsupported-format", `${archive.name} is an archive without files`, { file: archive.name });
  }

  async #importMember(member: Member, archive: Archive): Promise<void> {
    const report = this.#report(member.name);
    const { budget } = this.#context;
    const tap = new Tap(budget.watch(member.bytes, member.name, member.packedBytes, archive));
    await readThrough(tap, report, async () => this.#importContent(await this.#unwrap(tap, member, archive), report));
  }

  /** Archives are read one level deep: of what lies inside one only gzip is unpacked. */
  async #unwrap(tap: Tap, member: Member, archive: Archive): Promise<Bytes> {
    const { head, all } = await peek(tap, 512);
    const inner = containerOf(head);
    if (inner === "zip" || inner === "tar")
      throw new AppError("unsupported-format", `${member.name} is an archive inside an archive; unpack it first`, { file: member.name });
    return inner === "gzip" ? this.#context.budget.watch(gunzip(all, member.name), member.name, () => tap.bytes, archive) : all;
  }

  async #importContent(bytes: Bytes, report: FileReport, path?: string): Promise<void> {
    const { sink, clock, checkCancelled, budget, content } = this.#context;
    checkCancelled();
    const clocks = new ClockSurvey();
    this.#surveys.push({ name: report.name, survey: clocks });
    const context = { sink, report, clock, clocks, checkCancelled, maxRecordBytes: budget.limits.maxRecordBytes };
    const corrections = await importContent(bytes, { ...content, path }, context);
    if (corrections.length === 0) return;
    const moved = corrections.map((c) => `${c.host || "events without a host"} ${showOffset(c.us)}`);
    const samples = corrections.reduce((n, c) => n + c.samples, 0);
    report.formatReason += `; clock moved: ${moved.join(", ")} (median over ${samples} Sysmon process creations)`;
    for (const move of moved) this.corrections.add(move);
  }
}

/** Reads what can be read of a file, then the rest for its digest. */
async function readThrough(tap: Tap, report: FileReport, read: () => Promise<void>): Promise<void> {
  try {
    await read().catch((error: unknown) => fail(report, error));
    await tap.drain().catch((error: unknown) => fail(report, error));
    report.sha256 = tap.sha256();
    report.bytes = tap.bytes;
  } finally {
    await tap.close();
  }
}

/** An expected failure belongs to its file; records read before it are kept. Everything else ends the import. */
function fail(report: FileReport, error: unknown): void {
  if (!(error instanceof AppError)) throw error;
  const kept = report.mapped > 0 ? `; the ${report.mapped} records before that were kept` : "";
  report.error ??= `${error.message}${kept}`;
  report.errorCode ??= error.code;
}
