import { createContext, useContext } from "react";
import type { Client } from "../../shared/contract/client.ts";
import { invariant } from "../../shared/lib/invariant.ts";

const ClientContext = createContext<Client | undefined>(undefined);
export const ClientProvider = ClientContext.Provider;

export function useClient(): Client {
  const client = useContext(ClientContext);
  invariant(client !== undefined, "useClient outside ClientProvider");
  return client;
}
