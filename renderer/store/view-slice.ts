export const FILE_COMMANDS = ['duplicate-campaign', 'export-campaign', 'save-pdf', 'save-calendar', 'save-shop-sheet'] as const;
export type FileCommand = (typeof FILE_COMMANDS)[number];
/** Does it with the campaign on the screen; false where something is missing for it. */
export type RunFileCommand = (command: FileCommand) => boolean;

/** What a person chose to look at; kept while signed in, never stored. */
export interface ViewSlice {
  readonly exploreCategory: string | undefined;
  readonly isSuggestionHidden: boolean;
  /** The choice of templates stands over the screen. */
  readonly isChoosingTemplate: boolean;
  /** Of the campaign or draft on the screen; undefined on every other screen. */
  readonly runFileCommand: RunFileCommand | undefined;
  readonly chooseExploreCategory: (category: string) => void;
  readonly hideSuggestion: () => void;
  readonly chooseTemplate: (isChoosing: boolean) => void;
  readonly offerFileCommands: (run: RunFileCommand | undefined) => void;
}

export function createViewSlice(put: (slice: Partial<ViewSlice>) => void): ViewSlice {
  return {
    exploreCategory: undefined,
    isSuggestionHidden: false,
    isChoosingTemplate: false,
    runFileCommand: undefined,
    chooseExploreCategory: (exploreCategory) => put({ exploreCategory }),
    hideSuggestion: () => put({ isSuggestionHidden: true }),
    chooseTemplate: (isChoosingTemplate) => put({ isChoosingTemplate }),
    offerFileCommands: (runFileCommand) => put({ runFileCommand }),
  };
}
