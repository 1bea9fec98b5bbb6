/** What the name of a cloud principal says: AWS writes `arn:aws:sts::ACCOUNT:assumed-role/ROLE`, `arn:aws:iam::ACCOUNT:user/PATH/NAME`. */
export interface Principal {
  readonly kind: "user" | "role" | "root" | "service" | "other";
  /** Without account and path. */
  readonly name: string;
  readonly account: string | undefined;
}

const kinds: Readonly<Record<string, Principal["kind"]>> = { user: "user", "assumed-role": "role", role: "role", root: "root" };

export function toPrincipal(text: string): Principal {
  const [, account = "", resource = ""] = /^arn:[^:]*:(?:iam|sts)::(\d*):(.+)$/.exec(text) ?? [];
  if (resource === "") return { kind: text.endsWith(".amazonaws.com") ? "service" : "other", name: text, account: undefined };
  const [kind = "", ...path] = resource.split("/");
  const name = kind === "assumed-role" ? path[0] : path.at(-1);
  return { kind: kinds[kind] ?? "other", name: name ?? kind, account: account === "" ? undefined : account };
}

export type SessionName = "instance" | "address" | "name";

/** A session is named by whoever assumes the role: an instance by itself, a single sign-on by the person's address, anything else at will. */
export const sessionKind = (session: string): SessionName =>
  /^i-[0-9a-f]{8,17}$/.test(session) ? "instance" : /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(session) ? "address" : "name";
