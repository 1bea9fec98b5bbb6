import { createInProcessClient } from "../../electron/hosts/in-process/in-process-client.ts";
import { describeCarrier } from "./contract-suite.ts";
import { createEchoEngine } from "./echo-engine.ts";

describeCarrier("a client in the same process", async () => {
  const engine = createEchoEngine();
  const client = createInProcessClient(engine, { trust: "local", host: "test" });
  return {
    client,
    caller: "test/local",
    cancelled: async () => engine.cancelled,
    drop: async () => client.close(),
    close: async () => client.close(),
  };
});
