/** An event's id: the first 16 hex digits of its snapshot's id and its number inside the snapshot. */
export const snapshotPrefixLength = 16;

export const snapshotPrefix = (snapshotId: string): string => snapshotId.slice(0, snapshotPrefixLength);
export const toEventId = (snapshotId: string, eventNo: number | bigint): string => `${snapshotPrefix(snapshotId)}-${eventNo}`;

export function parseEventId(eventId: string): { snapshot: string; eventNo: number } | undefined {
  const match = /^([0-9a-f]{16})-(\d{1,15})$/.exec(eventId);
  return match?.[1] === undefined || match[2] === undefined ? undefined : { snapshot: match[1], eventNo: Number(match[2]) };
}
