import { WebSocket } from "ws";
import { createFrameClient, type FrameClient } from "../../shared/contract/frame-client.ts";

/** A page as the loopback host sees it, played by Node so that its headers can be right or wrong. */
export interface PageSession {
  readonly origin: string;
  readonly cookie: string;
  readonly bearer: string;
}

export async function openSession(launchUrl: string): Promise<PageSession> {
  const { origin, hash } = new URL(launchUrl);
  const response = await fetch(`${origin}/session`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Origin: origin },
    body: JSON.stringify({ token: hash.slice("#launch=".length) }),
  });
  if (!response.ok) throw new Error(`session refused with ${response.status}`);
  const { bearer } = (await response.json()) as { bearer: string };
  return { origin, cookie: (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "", bearer };
}

export function openPageSocket(session: PageSession, headers: Record<string, string> = {}): WebSocket {
  return new WebSocket(`${session.origin.replace("http", "ws")}/ws`, {
    headers: { Origin: session.origin, Cookie: session.cookie, ...headers },
  });
}

export async function connectPage(session: PageSession): Promise<{ client: FrameClient; socket: WebSocket }> {
  const socket = openPageSocket(session);
  await new Promise<void>((resolve, reject) => {
    socket.once("error", reject);
    socket.once("open", () => socket.send(JSON.stringify({ t: "hello", bearer: session.bearer })));
    socket.once("message", () => resolve());
    socket.once("close", (code: number) => reject(new Error(`closed with ${code}`)));
  });
  const client = createFrameClient({
    send: (frame) => socket.send(JSON.stringify(frame)),
    onMessage: (listener) => void socket.on("message", (data: Buffer) => listener(JSON.parse(data.toString("utf8")))),
    onClose: (listener) => void socket.on("close", (_code: number, reason: Buffer) => listener(reason.toString("utf8"))),
    close: (reason) => socket.close(1000, reason),
  });
  return { client, socket };
}
