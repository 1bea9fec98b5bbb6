import { useHotkey } from "./commands.ts";
import { Button } from "../ui/Button.tsx";
import { Kbd } from "../ui/Kbd.tsx";
import { useWayBack } from "../state/way-back.ts";

/** To the case one came from, as it was. */
export function BackLine() {
  const way = useWayBack((s) => s.way);
  const hotkey = useHotkey("app.back");
  if (way === undefined) return null;
  return (
    <Button size="small" onClick={way.go}>
      ← Back to {way.to} {hotkey === undefined ? null : <Kbd hotkey={hotkey} />}
    </Button>
  );
}
