import { useMemo } from "react";
import {
  formatDates,
  formatListRange,
  formatStart,
  formatRange,
  formatTime,
  type TimeStyle,
  toIso,
  type Zone,
  zoneOffset,
} from "../ui/format/time.ts";
import { usePreferences } from "./preferences.ts";

export interface TimeFormat {
  readonly zone: Zone;
  time(us: number, style: TimeStyle): string;
  range(fromUs: number, toUs: number): string;
  listRange(fromUs: number, toUs: number): string;
  start(fromUs: number, toUs: number): string;
  dates(fromUs: number, toUs: number): string;
  offset(us: number): string;
  readonly iso: (us: number) => string;
}

/** Times in the analyst's zone. */
export function useTime(): TimeFormat {
  const zone = usePreferences((p) => p.zone);
  return useMemo(
    () => ({
      zone,
      time: (us, style) => formatTime(us, zone, style),
      range: (fromUs, toUs) => formatRange(fromUs, toUs, zone),
      listRange: (fromUs, toUs) => formatListRange(fromUs, toUs, zone),
      start: (fromUs, toUs) => formatStart(fromUs, toUs, zone),
      dates: (fromUs, toUs) => formatDates(fromUs, toUs, zone),
      offset: (us) => zoneOffset(us, zone),
      iso: (us) => toIso(us, zone),
    }),
    [zone],
  );
}
