import { Empty } from "../ui/States.tsx";

export function NotConnected({ error }: { readonly error: Error }) {
  return (
    <main>
      <Empty title="The desk is not connected">
        <p>{error.message}</p>
        <p>
          Run the command that started Quarry once more, <code>npm start</code> with what followed it: a new link is printed, and what runs
          goes on running.
        </p>
      </Empty>
    </main>
  );
}
