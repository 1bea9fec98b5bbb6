/** One row of an inventory under our field names; columns we have no name for keep theirs. */
export interface InventoryRecord {
  /** 1-based position among the rows kept. */
  readonly rowNo: number;
  readonly fields: ReadonlyMap<string, string>;
}
