const mebi = 1024 * 1024;

/** What a table may cost to open. A table is foreign input: its counts and sizes are claims. */
export const icebergLimits = {
  metadataBytes: 128 * mebi,
  /** A manifest list or manifest, as it lies on disk and as one of its blocks unpacks. */
  avroBytes: 512 * mebi,
  manifests: 100_000,
  dataFiles: 100_000,
  deleteFiles: 100_000,
  deletedPositions: 20_000_000,
  fields: 10_000,
  /** Levels of nesting of a schema, and of an Avro value. */
  depth: 32,
  /** Of a row group that can only be read whole. */
  rowGroupBytes: 128 * mebi,
} as const;
