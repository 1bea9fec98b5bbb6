import { chmodSync, closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from "node:crypto";
import { AppError } from "../../../shared/contract/errors.ts";
import { sha256 } from "../hash.ts";
import { syncFolder } from "../sync-folder.ts";

const damaged = (path: string, cause: unknown): AppError =>
  new AppError(
    "workspace-damaged",
    `The signing key ${path} cannot be read. Move it away, and a new one is made.`,
    { file: path },
    { cause },
  );

/** The workspace's Ed25519 key, for its owner's eyes alone. It is made at its first use. Throws AppError `workspace-damaged`. */
export function signingKey(path: string): KeyObject {
  if (!existsSync(path)) create(path);
  chmodSync(path, 0o600);
  try {
    return createPrivateKey(readFileSync(path));
  } catch (error) {
    throw damaged(path, error);
  }
}

function create(path: string): void {
  const pem = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" });
  const fd = openSync(path, "wx", 0o600);
  try {
    writeSync(fd, pem.toString());
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  syncFolder(dirname(path));
}

/** The public half as base64 of its SPKI form. */
export const publicKeyOf = (key: KeyObject): string => createPublicKey(key).export({ type: "spki", format: "der" }).toString("base64");

/** What people compare: the sha256 of the public key's SPKI form. */
export const keyIdOf = (publicKey: string): string => sha256(Buffer.from(publicKey, "base64"));

export const signBytes = (key: KeyObject, bytes: Uint8Array): string => sign(null, bytes, key).toString("base64");

/** False as well for a key or signature that is none. */
export function isSignedBy(publicKey: string, bytes: Uint8Array, signature: string): boolean {
  const [key, signed] = [Buffer.from(publicKey, "base64"), Buffer.from(signature, "base64")];
  if (key.toString("base64") !== publicKey || signed.toString("base64") !== signature) return false;
  try {
    const object = createPublicKey({ key, format: "der", type: "spki" });
    return object.asymmetricKeyType === "ed25519" && verify(null, bytes, object, signed);
  } catch {
    return false;
  }
}
