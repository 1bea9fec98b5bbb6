import { create } from "zustand";

/** A statement that another screen hands to the SQL console, to be run there and changed. */
export interface SqlRequest {
  readonly sql: string;
  readonly dataset: string;
}

export const useSqlRequest = create<{ readonly asked: SqlRequest | undefined }>()(() => ({ asked: undefined }));

export const askSql = (asked: SqlRequest): void => useSqlRequest.setState({ asked });

/** What was asked for, once. */
export function takeSqlRequest(): SqlRequest | undefined {
  const { asked } = useSqlRequest.getState();
  if (asked !== undefined) useSqlRequest.setState({ asked: undefined });
  return asked;
}
