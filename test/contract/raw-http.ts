import { connect, type Socket } from "node:net";

export interface RawAnswer {
  /** 0 when the connection ended without an answer. */
  readonly status: number;
  readonly head: string;
}

/** Sends exactly these bytes and gives what came back before the connection ended. */
export function sendRaw(port: number, text: string, address = "127.0.0.1"): Promise<RawAnswer> {
  return converse(port, (socket) => void socket.write(text), address);
}

/** Opens a connection, lets `speak` write to it as slowly as it likes, and gives the answer. */
export function converse(port: number, speak: (socket: Socket) => void, address = "127.0.0.1"): Promise<RawAnswer> {
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect({ host: address, port }, () => speak(socket));
    const end = (): void => resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0), head: answer });
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1");
      if (answer.includes("\r\n\r\n")) socket.end();
    });
    socket.on("close", end);
    socket.on("error", end);
  });
}
