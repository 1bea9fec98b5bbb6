import type { Caller } from "../../shared/contract/client.ts";
import type { ClientFrame } from "../../shared/contract/frames.ts";
import type { Port } from "../../shared/contract/port.ts";

/** Where a host gets connections to an engine from, wherever that runs. What the host knows of the caller binds; the page cannot say it. */
export interface Connector {
  connect(caller: Caller): Port<ClientFrame>;
}
