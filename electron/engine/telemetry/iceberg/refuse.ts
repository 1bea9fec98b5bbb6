import { AppError, type ErrorCode } from "../../../../shared/contract/errors.ts";

export const tableError = (code: ErrorCode, table: string, reason: string, file = table): AppError =>
  new AppError(code, `the Iceberg table ${table} ${reason}`, { file });

export const unsupported = (table: string, reason: string, file?: string): AppError =>
  tableError("unsupported-format", table, reason, file);
export const unreadable = (table: string, reason: string, file?: string): AppError =>
  tableError("evidence-unreadable", table, reason, file);
export const tooLarge = (table: string, reason: string, file?: string): AppError => tableError("limit-exceeded", table, reason, file);
