import type { Caller } from "../../../shared/contract/client.ts";
import { AppError, fromWireError, toWireError } from "../../../shared/contract/errors.ts";
import type { EventBody } from "../../../shared/contract/events.ts";
import type { ClientFrame, EngineFrame } from "../../../shared/contract/frames.ts";
import type { Port } from "../../../shared/contract/port.ts";
import type { Connector } from "../connector.ts";
import { log, logBug } from "../log.ts";
import { createChannel, type Channel } from "./channel.ts";
import { FromEngine, type EngineChild } from "./messages.ts";
import { type Pulse, takePulse } from "./pulse.ts";

export interface SupervisorOptions {
  start(): EngineChild;
  /** Milliseconds to wait before the nth restart in a row, counted from 0. */
  backOffMs?(attempt: number): number;
  stopWithinMs?: number;
  /** How often a process that is ready is asked whether it is there, and after how much asking in vain that is said. */
  pulse?: { readonly everyMs: number; readonly silentAfterMs: number };
}

const maxRestartsInARow = 5;
/** A process that lived this long counts as having worked. */
const healthyAfterMs = 30_000;
/** Longer than anything an engine does in one go. */
const usualPulse = { everyMs: 2000, silentAfterMs: 30_000 } as const;

/**
 * Keeps an engine process alive for its host. Connections outlive the process: when it dies, their open calls are answered
 * `engine-gone` and they hear `engine.state` gone; a new process is started after a back-off, the channels are opened again
 * in it, and they hear `restarted`. Calls made in between are refused at once. A process that never became ready, or dies
 * over and over, is not started again by itself: connections hear `stopped`, with what to do, and so does one that comes
 * later, except that a page loaded anew has another try made for it.
 *
 * A process that is there and does not answer is left alone: connections hear `silent`, their new calls are refused at once,
 * and they hear `ready` should it answer again. It is ended, and so started again, when somebody calls `engine.restart`.
 */
export class EngineSupervisor implements Connector {
  /** Settles when the first process is ready, or rejects with the reason it could not open its workspace. */
  readonly ready: Promise<void>;
  readonly #options: SupervisorOptions;
  readonly #channels = new Map<number, { channel: Channel; open: Set<number>; caller: Caller }>();
  readonly #first = Promise.withResolvers<void>();
  #state: "starting" | "ready" | "gone" | "stopped" = "starting";
  #wasReady = false;
  /** Why no further process is started. */
  #givenUp: string | undefined;
  #restarts = 0;
  /** In a row, of processes that had not worked for long. */
  #endings = 0;
  #nextChannel = 0;
  #restartTimer: NodeJS.Timeout | undefined;
  #pulse: Pulse | undefined;
  #child: EngineChild;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.ready = this.#first.promise;
    this.ready.catch(() => undefined);
    this.#child = this.#launch();
  }

  connect(caller: Caller): Port<ClientFrame> {
    const id = this.#nextChannel++;
    const open = new Set<number>();
    const channel = createChannel<ClientFrame>({
      send: (frame) => {
        if (frame.t === "call") {
          const answer = this.#answerFor(frame);
          if (answer !== undefined) return queueMicrotask(() => channel.deliver(answer));
          open.add(frame.id);
        }
        this.#tell({ kind: "frame", channel: id, frame });
      },
      close: (reason) => {
        this.#channels.delete(id);
        this.#tell({ kind: "close", channel: id, reason });
      },
    });
    this.#channels.set(id, { channel, open, caller });
    if (this.#givenUp !== undefined && caller.trust === "page") this.#tryAgain();
    else this.#tell({ kind: "open", channel: id, caller });
    const state = this.#stateForNewcomers();
    if (state !== undefined) queueMicrotask(() => channel.deliver(stateEvent(state)));
    return channel.port;
  }

  /** Asks the engine to close, waits for it, and ends it by force when it takes too long. */
  async stop(): Promise<void> {
    clearTimeout(this.#restartTimer);
    this.#pulse?.stop();
    const wasUp = this.#isUp();
    this.#state = "stopped";
    if (!wasUp) return;
    const ended = new Promise<void>((resolve) => this.#child.onExit(() => resolve()));
    this.#child.send({ kind: "stop" });
    const timer = setTimeout(() => {
      logBug("the engine did not stop in time", "killed");
      this.#child.kill();
    }, this.#options.stopWithinMs ?? 10_000);
    await ended;
    clearTimeout(timer);
  }

  #isUp(): boolean {
    return this.#state === "starting" || this.#state === "ready";
  }

  /** What the host says to a call itself, instead of passing it on. */
  #answerFor({ id, name }: Extract<ClientFrame, { t: "call" }>): EngineFrame | undefined {
    if (!this.#isUp()) return refusal(id, this.#givenUp ?? "it is being restarted");
    if (this.#pulse?.isSilent !== true) return undefined;
    if (name !== "engine.restart") return refusal(id, this.#silence());
    log("engine-restart", { asked: true });
    this.#child.kill();
    return { t: "reply", id, ok: true, value: { restarted: true } };
  }

  #stateForNewcomers(): EventBody<"engine.state"> | undefined {
    if (this.#state === "gone") return { state: this.#givenUp === undefined ? "gone" : "stopped", message: this.#givenUp ?? "" };
    return this.#pulse?.isSilent === true ? { state: "silent", message: this.#silence() } : undefined;
  }

  #silence(): string {
    return `it has not answered for ${this.#pulseOf().silentAfterMs / 1000} s`;
  }

  #pulseOf(): NonNullable<SupervisorOptions["pulse"]> {
    return this.#options.pulse ?? usualPulse;
  }

  #tell(message: Parameters<EngineChild["send"]>[0]): void {
    if (this.#isUp()) this.#child.send(message);
  }

  #launch(): EngineChild {
    const child = this.#options.start();
    const startedAt = performance.now();
    let failure: Error | undefined;
    child.onMessage((raw) => {
      const message = FromEngine.parse(raw);
      if (message.kind === "ready") this.#becomeReady(child);
      else if (message.kind === "pong") this.#pulse?.heard();
      else if (message.kind === "failed") failure = fromWireError(message.error);
      else if (message.kind === "close") this.#channels.get(message.channel)?.channel.end(message.reason);
      else this.#receive(message.channel, message.frame);
    });
    child.onExit((why) => {
      if (performance.now() - startedAt > healthyAfterMs) this.#restarts = this.#endings = 0;
      this.#endings += 1;
      this.#becomeGone(failure ?? new AppError("engine-gone", `the engine ended: ${why}`));
    });
    return child;
  }

  #becomeReady(child: EngineChild): void {
    this.#state = "ready";
    this.#pulse = takePulse({
      ...this.#pulseOf(),
      ask: () => child.send({ kind: "ping" }),
      changed: (isSilent) => {
        log("engine-silent", { silent: isSilent });
        this.#announce(isSilent ? { state: "silent", message: this.#silence() } : { state: "ready", message: "The engine answers again." });
      },
    });
    this.#first.resolve();
    if (this.#wasReady) this.#announce({ state: "restarted", message: "The engine was restarted." });
    this.#wasReady = true;
  }

  #receive(id: number, frame: unknown): void {
    const entry = this.#channels.get(id);
    if (entry === undefined) return;
    if (isReply(frame)) entry.open.delete(frame.id);
    entry.channel.deliver(frame);
  }

  #becomeGone(error: Error): void {
    this.#pulse?.stop();
    this.#pulse = undefined;
    if (this.#state === "stopped") return;
    this.#state = "gone";
    this.#first.reject(error);
    const again = this.#wasReady && this.#restarts < maxRestartsInARow;
    this.#givenUp = again || !this.#wasReady ? undefined : givenUp(this.#endings, error);
    log("engine-gone", { message: error.message, restarting: again });
    for (const { channel, open } of this.#channels.values()) {
      for (const id of open) channel.deliver(refusal(id, error.message));
      open.clear();
    }
    if (this.#givenUp === undefined) this.#announce({ state: "gone", message: error.message });
    else this.#announce({ state: "stopped", message: this.#givenUp });
    if (!again) return;
    const wait = this.#options.backOffMs?.(this.#restarts) ?? Math.min(10_000, 250 * 2 ** this.#restarts);
    this.#restartTimer = setTimeout(() => this.#restart(), wait);
    this.#restarts += 1;
  }

  /** One try and no more: should that engine end too before it has worked for a while, it stays ended. */
  #tryAgain(): void {
    this.#givenUp = undefined;
    this.#restarts = maxRestartsInARow;
    this.#restart();
  }

  #restart(): void {
    this.#state = "starting";
    this.#child = this.#launch();
    for (const [id, { caller }] of this.#channels) this.#tell({ kind: "open", channel: id, caller });
  }

  #announce(body: EventBody<"engine.state">): void {
    for (const { channel } of this.#channels.values()) channel.deliver(stateEvent(body));
  }
}

const givenUp = (endings: number, error: Error): string =>
  `it ended ${endings} times in a row and is not started again by itself; the last time: ${error.message}`;

const refusal = (id: number, why: string): EngineFrame => ({
  t: "reply",
  id,
  ok: false,
  error: toWireError(new AppError("engine-gone", `the engine is not reachable: ${why}`)),
});

const stateEvent = (body: EventBody<"engine.state">): EngineFrame => ({ t: "event", name: "engine.state", body });

const isReply = (frame: unknown): frame is { t: "reply"; id: number } =>
  typeof frame === "object" && frame !== null && "t" in frame && frame.t === "reply" && "id" in frame && typeof frame.id === "number";
