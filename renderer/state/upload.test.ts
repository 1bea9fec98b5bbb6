import { expect, test } from "vitest";
import { createFakeClient } from "../../test/unit-support/fake-client.ts";
import { CancelledError } from "../../shared/contract/errors.ts";
import { pieceBytes, toBase64, uploadFiles, type UploadProgress } from "./upload.ts";

const file = (name: string, bytes: number) => ({ name, blob: new Blob([new Uint8Array(bytes).fill(7)]) });

test("files go over in pieces, in order, and every byte is counted", async () => {
  const client = createFakeClient();
  const seen: UploadProgress[] = [];
  const grants = await uploadFiles(
    client,
    [file("a.log", pieceBytes + 1), file("b.log", 10)],
    (p) => seen.push(p),
    new AbortController().signal,
  );
  expect(grants).toEqual(["a.log", "b.log"]);
  expect(client.calls).toEqual(["files.begin", "files.append", "files.append", "files.begin", "files.append"]);
  expect(seen.at(-1)).toEqual({ file: "b.log", fileNo: 2, files: 2, sentBytes: pieceBytes + 11, totalBytes: pieceBytes + 11 });
});

test("an empty file still becomes a grant, so that the import can say it is empty", async () => {
  const client = createFakeClient();
  expect(await uploadFiles(client, [file("empty.log", 0)], () => undefined, new AbortController().signal)).toEqual(["empty.log"]);
});

test("cancelling stops between pieces", async () => {
  const client = createFakeClient();
  const stop = new AbortController();
  const sending = uploadFiles(client, [file("a.log", pieceBytes * 5)], () => stop.abort(), stop.signal);
  await expect(sending).rejects.toBeInstanceOf(CancelledError);
  expect(client.calls.filter((name) => name === "files.append")).toHaveLength(1);
});

test("bytes survive the way through text", () => {
  const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => (i * 31) % 256);
  expect(Uint8Array.from(atob(toBase64(bytes)), (c) => c.charCodeAt(0))).toEqual(bytes);
});
