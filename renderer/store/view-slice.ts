/** What a person chose to look at; kept while signed in, never stored. */
export interface ViewSlice {
  readonly exploreCategory: string | undefined;
  readonly isSuggestionHidden: boolean;
  readonly chooseExploreCategory: (category: string) => void;
  readonly hideSuggestion: () => void;
}

export function createViewSlice(put: (slice: Partial<ViewSlice>) => void): ViewSlice {
  return {
    exploreCategory: undefined,
    isSuggestionHidden: false,
    chooseExploreCategory: (exploreCategory) => put({ exploreCategory }),
    hideSuggestion: () => put({ isSuggestionHidden: true }),
  };
}
