import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { MappingFile } from "../../../../shared/contract/mappings.ts";
import { useClient } from "../../../state/client-context.ts";
import { request } from "../../../state/requests.ts";

const settleMs = 250;

/** The value once it has stood still for a moment. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), settleMs);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

export interface PreviewOf {
  readonly grants: readonly string[];
  readonly file: string;
  readonly clock: string;
}

/** What the engine makes of the first rows. While a change is tried, the rows of the one before stay. */
export function usePreview({ grants, file, clock }: PreviewOf, mapping: MappingFile | string) {
  const text = useSettled(typeof mapping === "string" ? "" : JSON.stringify(mapping));
  const query = request(useClient(), "mappings.preview", { grants: [...grants], file, clock, mapping: text });
  return useQuery({ ...query, enabled: text !== "", placeholderData: keepPreviousData, gcTime: 0 });
}
