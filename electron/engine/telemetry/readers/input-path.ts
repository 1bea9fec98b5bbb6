export interface InputPath {
  readonly path: string;
  /** How the file is named in the manifest; files below a folder are named relative to it. */
  readonly displayName: string;
}
