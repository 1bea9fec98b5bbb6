import "./zod-setup.ts";
import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "./styles/tokens.css";
import "./styles/base.css";
import { createRoot } from "react-dom/client";
import { invariant } from "../../shared/lib/invariant.ts";
import { connect } from "../state/client/connect.ts";
import { keepPreferencesIn } from "../state/preferences.ts";
import { createQueryClient } from "../state/requests.ts";
import { App } from "./App.tsx";
import { followAppearance } from "./appearance.ts";
import { restoreRoute } from "./last-route.ts";
import { NotConnected } from "./NotConnected.tsx";

const element = document.getElementById("root");
invariant(element !== null, "index.html has no #root");
const root = createRoot(element);
followAppearance(document.documentElement);

connect().then(
  async (connection) => {
    await restoreRoute(keepPreferencesIn(connection));
    root.render(<App connection={connection} queries={createQueryClient()} />);
  },
  (error: unknown) => root.render(<NotConnected error={error instanceof Error ? error : new Error(String(error))} />),
);
