import { existsSync, renameSync, truncateSync } from "node:fs";
import { type DuckDBRuntime, NODE_RUNTIME, readString } from "@duckdb/duckdb-wasm/blocking";

/**
 * DuckDB-WASM 1.32's file system for Node, with its faults mended: as shipped, opening an existing database by path makes DuckDB
 * believe it does not exist (it answers "null" to FILE_FLAGS_NULL_IF_NOT_EXISTS without looking) and lay an empty one over it;
 * CREATE_NEW does not truncate; moving a file does nothing. Databases must be opened with `useDirectIO`, and with
 * `wal_autocheckpoint='1B'`, because the write-ahead log is broken after its first checkpoint.
 *
 * The runtime keeps its descriptors in one global table: one DuckDB instance per thread.
 */
export function createNodeRuntime(): DuckDBRuntime {
  const nullIfNotExists = 128;
  const createNew = 16;
  return {
    ...NODE_RUNTIME,
    openFile(mod, fileId, flags) {
      NODE_RUNTIME._fileInfoCache.delete(fileId);
      const path = NODE_RUNTIME.resolveFileInfo(mod, fileId)?.dataUrl ?? undefined;
      if (path === undefined) return NODE_RUNTIME.openFile(mod, fileId, flags);
      const exists = existsSync(path);
      // The WASM side reads a null pointer as "no such file"; the declared return type is void.
      if ((flags & nullIfNotExists) !== 0 && !exists) return;
      if ((flags & createNew) !== 0 && exists) truncateSync(path, 0);
      return NODE_RUNTIME.openFile(mod, fileId, flags & ~nullIfNotExists);
    },
    moveFile(mod, fromPointer, fromLength, toPointer, toLength) {
      renameSync(readString(mod, fromPointer, fromLength), readString(mod, toPointer, toLength));
    },
  };
}
