/** True where the shell shows its own file dialog (Electron); a browser tab hands files over itself. */
export const hasFileDialog = (): boolean => "quarry" in window;
