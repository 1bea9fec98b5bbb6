import { runtimeSilence } from "./onnx/no-telemetry.ts";

/** How a process ended. */
export interface ChildEnd {
  /** For a person: a signal, an exit code, or that it never ran. */
  readonly how: string;
  /** The end of what it wrote to its stderr. */
  readonly complaint: string;
}

/** A process of its own for one foreign model, with as few rights as whoever starts it can give. Messages arrive in order. */
export interface LimitedChild {
  /** Known once it has said something. */
  readonly pid: number | undefined;
  /** Does nothing once the process has ended. */
  send(message: object): void;
  /** What arrives is not to be trusted: what runs there has read somebody else's file. */
  onMessage(listener: (message: unknown) => void): void;
  /** Told once. */
  onEnd(listener: (end: ChildEnd) => void): void;
  /** At once, whatever it is doing. */
  kill(): void;
}

/** Starts `workers/foreign-model-process`, which ends itself when it needs more resident memory than this. */
export type StartChild = (limits: { readonly memoryBytes: number }) => LimitedChild;

/** Flags of V8 for such a process. */
export const childFlags = ["--max-old-space-size=1024"] as const;
export const keptComplaint = 2000;

/** No environment to read secrets from. */
export function childEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const kept = ["SystemRoot", "TEMP"].flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(kept), ...runtimeSilence };
}
