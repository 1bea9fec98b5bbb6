import type { Client } from "../../shared/contract/client.ts";
import { CancelledError } from "../../shared/contract/errors.ts";

export interface UploadProgress {
  readonly file: string;
  readonly fileNo: number;
  readonly files: number;
  readonly sentBytes: number;
  readonly totalBytes: number;
}

export interface NamedBlob {
  readonly name: string;
  readonly blob: Blob;
}

export const pieceBytes = 512 * 1024;
const stringPiece = 0x8000;

/** Base64 of bytes, in pieces that fit an argument list. */
export function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += stringPiece) binary += String.fromCharCode(...bytes.subarray(at, at + stringPiece));
  return btoa(binary);
}

/** Hands files to the engine piece by piece and returns their grants in order. Stops between pieces when the signal aborts. */
export async function uploadFiles(
  client: Client,
  files: readonly NamedBlob[],
  onProgress: (progress: UploadProgress) => void,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const totalBytes = files.reduce((sum, file) => sum + file.blob.size, 0);
  const grants: string[] = [];
  let sentBytes = 0;
  for (const [i, { name, blob }] of files.entries()) {
    const { grant } = await client.call("files.begin", { name, size: blob.size }, signal);
    for (let offset = 0; offset < blob.size; offset += pieceBytes) {
      if (signal.aborted) throw new CancelledError();
      const piece = new Uint8Array(await blob.slice(offset, offset + pieceBytes).arrayBuffer());
      await client.call("files.append", { grant, offset, base64: toBase64(piece) }, signal);
      sentBytes += piece.byteLength;
      onProgress({ file: name, fileNo: i + 1, files: files.length, sentBytes, totalBytes });
    }
    grants.push(grant);
  }
  return grants;
}
