import type { Caller } from "../../../shared/contract/client.ts";
import type { ClientFrame, EngineFrame } from "../../../shared/contract/frames.ts";
import { createFrameClient, type FrameClient } from "../../../shared/contract/frame-client.ts";
import type { Engine } from "../../engine/engine-interface.ts";
import { serveConnection } from "../connection.ts";
import type { Connector } from "../connector.ts";
import { createMemoryPorts } from "./memory-port.ts";

export function createInProcessConnector(engine: Engine): Connector {
  return {
    connect: (caller) => {
      const [ours, theirs] = createMemoryPorts<ClientFrame, EngineFrame>();
      serveConnection(engine, theirs, caller);
      return ours;
    },
  };
}

/** A client of an engine in the same process, through the same frames as every other host. */
export const createInProcessClient = (engine: Engine, caller: Caller): FrameClient =>
  createFrameClient(createInProcessConnector(engine).connect(caller));
