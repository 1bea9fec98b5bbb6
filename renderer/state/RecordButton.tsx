import { Button, type ButtonProps } from "../ui/Button.tsx";
import { lookingOnly, useLookingOnly } from "./looking-only.ts";

/** A button that has something recorded: off where nothing is, saying why. */
export function RecordButton({ disabled, title, ...rest }: ButtonProps) {
  const isOff = useLookingOnly();
  return <Button {...rest} disabled={isOff || disabled === true} title={isOff ? lookingOnly : title} />;
}
