import { type ComponentProps, useEffect, useRef } from "react";

interface FormProps extends Omit<ComponentProps<"form">, "action" | "onSubmit" | "ref"> {
  readonly onSave: (form: FormData) => void | Promise<void>;
}

/**
 * A form that keeps what was typed when it is refused; React's own `action` would empty the fields. One that comes into a dialog after the dialog
 * opened takes the focus that waits on the dialog itself.
 */
export function Form({ onSave, ...rest }: FormProps) {
  const ref = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (document.activeElement?.getAttribute("role") !== "dialog") return;
    ref.current?.querySelector<HTMLElement>("input, select, textarea")?.focus();
  }, []);
  return (
    <form
      {...rest}
      ref={ref}
      onSubmit={(event) => {
        event.preventDefault();
        void onSave(new FormData(event.currentTarget));
      }}
    />
  );
}
