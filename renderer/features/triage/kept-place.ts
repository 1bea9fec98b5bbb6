const kept = '[data-keep-scroll], [role="listbox"][data-pane="queue"]';
const mostFrames = 120;

const nameOf = (element: HTMLElement): string => element.dataset["keepScroll"] ?? element.dataset["pane"] ?? "";

/** Keeps how far the queue and the evidence are scrolled; the function it gives puts them back as soon as they are there again. */
export function keepPlace(): () => void {
  const tops = new Map([...document.querySelectorAll<HTMLElement>(kept)].map((element) => [nameOf(element), element.scrollTop]));
  return () => {
    let frames = 0;
    const waiting = new Map(tops);
    const look = (): void => {
      for (const element of document.querySelectorAll<HTMLElement>(kept)) {
        const top = waiting.get(nameOf(element));
        // Not before there is enough of it to be scrolled so far.
        if (top === undefined || element.scrollHeight - element.clientHeight < top) continue;
        element.scrollTop = top;
        waiting.delete(nameOf(element));
      }
      frames += 1;
      if (waiting.size > 0 && frames < mostFrames) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  };
}
