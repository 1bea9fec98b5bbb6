export interface Signed {
  readonly analyst?: string;
}
export interface Decided {
  readonly decision: string;
}

export const isCandidate = (id: string): boolean => id.startsWith("c");
export const done = ({ decision }: Decided): string => `decision ${decision}; take it back with: quarry undo\n`;
