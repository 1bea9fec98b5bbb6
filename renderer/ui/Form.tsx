import type { ComponentProps } from "react";

interface FormProps extends Omit<ComponentProps<"form">, "action" | "onSubmit"> {
  readonly onSave: (form: FormData) => void | Promise<void>;
}

/** A form that keeps what was typed when it is refused; React's own `action` would empty the fields. */
export function Form({ onSave, ...rest }: FormProps) {
  return (
    <form
      {...rest}
      onSubmit={(event) => {
        event.preventDefault();
        void onSave(new FormData(event.currentTarget));
      }}
    />
  );
}
