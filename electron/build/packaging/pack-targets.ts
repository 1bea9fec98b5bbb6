/** What electron-builder.yml makes packages for. ONNX Runtime has no build for Macs with an Intel processor. */
export const packTargets = [
  { platform: "linux", arch: "x64" },
  { platform: "linux", arch: "arm64" },
  { platform: "darwin", arch: "arm64" },
  { platform: "win32", arch: "x64" },
  { platform: "win32", arch: "arm64" },
] as const;
export type PackTarget = (typeof packTargets)[number];

export interface PackedFile {
  /** Below the app's root, with slashes. */
  readonly path: string;
  readonly bytes: number;
  /** Lies beside the archive as a file of its own. */
  readonly isUnpacked: boolean;
  /** As the list of unpacked files has it. */
  readonly fingerprint: string;
}
