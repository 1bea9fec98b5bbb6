import { createInProcessConnector } from "../../electron/hosts/in-process/in-process-client.ts";
import { startLoopbackHost } from "../../electron/hosts/loopback/loopback-host.ts";
import { describeCarrier } from "./contract-suite.ts";
import { createEchoEngine } from "./echo-engine.ts";
import { connectPage, openSession } from "./ws-client.ts";

describeCarrier("the loopback host", async () => {
  const engine = createEchoEngine();
  const host = await startLoopbackHost({ connector: createInProcessConnector(engine), files: new Map() });
  const { client, socket } = await connectPage(await openSession(host.createLaunchUrl()));
  return {
    client,
    caller: "loopback/page",
    cancelled: async () => engine.cancelled,
    drop: async () => socket.terminate(),
    close: async () => {
      client.close();
      await host.close();
    },
  };
});
