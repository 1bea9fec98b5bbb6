import { Empty } from "../ui/States.tsx";

export function NotConnected({ error }: { readonly error: Error }) {
  return (
    <main>
      <Empty title="The desk is not connected">
        <p>{error.message}</p>
        <p>Start Quarry again and use the address it prints; each address opens the desk once.</p>
      </Empty>
    </main>
  );
}
