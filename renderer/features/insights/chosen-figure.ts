import type { FigureKey } from "../../../shared/contract/insights.ts";

/** The figure whose decisions are shown: of one model where it is a row's, of one part of it where one is chosen. */
export interface ChosenFigure {
  readonly figure: FigureKey;
  readonly of?: string | undefined;
  readonly part?: string | undefined;
}

export interface Choosing {
  readonly chosen: ChosenFigure | undefined;
  readonly onChoose: (figure: ChosenFigure) => void;
}

export const isChosen = (chosen: ChosenFigure | undefined, { figure, of, part }: ChosenFigure): boolean =>
  chosen?.figure === figure && chosen.of === of && (part === undefined || chosen.part === part);
