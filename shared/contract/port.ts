/**
 * One end of an ordered two-way channel of frames. A frame is plain JSON-able data; the receiver treats it as unknown until it
 * has been checked. Nothing arrives before `onMessage` was called or after `onClose` has been told.
 */
export interface Port<Sent> {
  send(frame: Sent): void;
  onMessage(listener: (frame: unknown) => void): void;
  onClose(listener: (reason: string) => void): void;
  close(reason: string): void;
}
