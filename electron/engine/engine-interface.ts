import type { Handlers } from "../../shared/contract/client.ts";
import type { EventBody, EventName } from "../../shared/contract/events.ts";

/**
 * What a host needs of an engine. Handlers of job requests register the job themselves, report its progress by `job.changed`
 * and end it when their signal aborts. `close` waits for running work to end cooperatively.
 */
export interface Engine {
  readonly handlers: Handlers;
  /** Returns the function that ends the listening. */
  on<K extends EventName>(name: K, listener: (body: EventBody<K>) => void): () => void;
  close(): Promise<void>;
}
