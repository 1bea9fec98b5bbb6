import { CSPProvider } from "@base-ui/react/csp-provider";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useEffect, useMemo } from "react";
import { commands } from "../commands/commands.ts";
import { listenForHotkeys } from "../commands/hotkeys.ts";
import { ClientProvider } from "../state/client-context.ts";
import type { Connection } from "../state/client/connect.ts";
import { ConnectionProvider } from "../state/connection-context.ts";
import { listenToStages } from "../state/stage-news.ts";
import { listenToEngine } from "../state/engine-events.ts";
import { usePreferences } from "../state/preferences.ts";
import { createDeskRouter } from "./router.tsx";
import { rememberRoute } from "./last-route.ts";
import { defineCommands } from "./define-commands.ts";

interface AppProps {
  readonly connection: Connection;
  readonly queries: QueryClient;
}

defineCommands(commands);

export function App({ connection, queries }: AppProps) {
  const router = useMemo(() => createDeskRouter(), []);
  const remapped = usePreferences((p) => p.keys);
  const singleKeys = usePreferences((p) => p.singleKeys);
  useEffect(() => rememberRoute(router), [router]);
  useEffect(() => listenToEngine(connection, queries), [connection, queries]);
  useEffect(() => listenToStages(connection), [connection]);
  useEffect(() => listenForHotkeys(commands, { remapped, singleKeys }), [remapped, singleKeys]);
  return (
    <CSPProvider disableStyleElements>
      <ConnectionProvider value={connection}>
        <ClientProvider value={connection}>
          <QueryClientProvider client={queries}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </ClientProvider>
      </ConnectionProvider>
    </CSPProvider>
  );
}
