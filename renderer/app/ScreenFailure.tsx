import { Failure } from "../ui/States.tsx";

/** A screen that broke says so and leaves the rest of the desk alone. */
export function ScreenFailure({ error }: { readonly error: unknown }) {
  return (
    <Failure
      title="This screen failed"
      error={error instanceof Error ? error : new Error(String(error))}
      onRetry={() => window.location.reload()}
    />
  );
}
