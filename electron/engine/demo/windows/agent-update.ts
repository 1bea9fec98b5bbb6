import { dayUs, firstDayUs } from "../world/calendar.ts";

const day = 7;

/**
 * In the night to Monday 16 March the endpoint agent is updated everywhere. Its new release no longer writes what a file says of itself:
 * version, description, product and company.
 */
export const agentUpdate = { day, atUs: firstDayUs + day * dayUs } as const;

const unsaid = { FileVersion: "-", Description: "-", Product: "-", Company: "-" } as const;

/** What the agent writes of a file on a day, given what the file says of itself. */
export const asWritten = <T extends Readonly<Record<keyof typeof unsaid, string>>>(onDay: number, said: T): T =>
  onDay < agentUpdate.day ? said : { ...said, ...unsaid };
