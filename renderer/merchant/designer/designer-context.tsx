import { createContext, type ReactNode, useContext, useDeferredValue, useEffect, useMemo } from 'react';
import type { DraftContent } from '#shared/campaign/draft.ts';
import { followOffer } from '#shared/campaign/starter-words.ts';
import type { CooperationTerms } from '#shared/contracts/http/cooperation.ts';
import { useCooperation } from '../../data/cooperation.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useQuotes } from '../../data/quotes.ts';
import { type Shelf, useShelf } from '../../data/shelf.ts';
import { useFlorin } from '../../store/store-context.tsx';
import { type DraftFindings, type FieldFinding, findingsOf, type SectionId } from './findings.ts';
import { guardReach, NOT_GUARDED, type StaleReach } from './stale.ts';
import { type AudienceDraft, type DraftReach, type Published, reachOfDraft } from './reach.ts';

/** What the sections of the designer share: the content, how to change it, and what is wrong with it. */
export interface DesignerParts {
  readonly content: DraftContent;
  /** Changes the content; edits of one group within a second are one step of undo. */
  readonly edit: (group: string, change: (content: DraftContent) => DraftContent) => void;
  readonly set: <Field extends keyof DraftContent>(field: Field, value: DraftContent[Field]) => void;
  readonly isReadOnly: boolean;
  readonly findings: DraftFindings;
  /** Computed here from the stored releases, while a control moves. */
  readonly reach: DraftReach;
  /** It stands on something newer than what the person saw, and was not accepted yet. */
  readonly stale: StaleReach | undefined;
  /** The releases on this machine. */
  readonly shelf: Shelf;
  /** What reach was computed from. */
  readonly published: Published;
  /** The shops that were asked to join, as the bank had them last; undefined where this is one shop's own campaign. */
  readonly cooperation: CooperationTerms | undefined;
  /** Nothing in the section stands in the way; the audience also needs a reach above the bank's minimum. */
  readonly isComplete: (section: SectionId) => boolean;
  /** Once the check was looked at, empty fields say so beside themselves; before that they are just empty. */
  readonly showsMissing: boolean;
  readonly goTo: (section: SectionId, path?: string) => void;
}

const DesignerContext = createContext<DesignerParts | undefined>(undefined);

interface DesignerProviderProps {
  readonly content: DraftContent;
  readonly isReadOnly: boolean;
  readonly showsMissing: boolean;
  readonly goTo: DesignerParts['goTo'];
  readonly children: ReactNode;
}

export function DesignerProvider({ content, isReadOnly, showsMissing, goTo, children }: DesignerProviderProps) {
  const { market, account, isOnline } = useDesk();
  const cooperation = useAskedShops(isOnline);
  const isCooperative = cooperation !== undefined;
  const shelf = useShelf();
  const { releases, phase } = shelf;
  const { quotes } = useQuotes();
  const editDraft = useFlorin((state) => state.editDraft);
  const findings = useMemo(() => findingsOf(content, market, isCooperative), [content, market, isCooperative]);
  // A shop's own slices and quotes count for nobody else, so that a common campaign is judged without them.
  const published = useMemo(
    () => (isCooperative ? { releases: releases.filter((release) => release.merchant === undefined), quotes: [] } : { releases, quotes }),
    [isCooperative, releases, quotes],
  );
  const reach = useMemo(() => reachOfDraft(content, published, market, account), [content, published, market, account]);
  const seen = useFlorin((state) => state.designer?.draft.seenReach ?? null);
  // While the first releases are on their way a figure may stand on half of them: it is neither remembered nor compared.
  const guard = useMemo(
    () => (phase === 'ready' ? guardReach(content, seen, reach, published, market, account) : NOT_GUARDED),
    [phase, content, seen, reach, published, market, account],
  );
  const noteReach = useFlorin((state) => state.noteReach);
  useEffect(() => {
    if (!isReadOnly && guard.inView !== undefined) noteReach(guard.inView);
  }, [guard, isReadOnly, noteReach]);
  const { stale } = guard;
  // The same functions while the content changes, so that parts which do not show the change are not drawn again.
  const shopName = account.merchant?.shopName ?? '';
  const edits = useMemo<Pick<DesignerParts, 'edit' | 'set'>>(() => {
    const edit: DesignerParts['edit'] = (group, change) =>
      isReadOnly ? undefined : editDraft(group, (before) => followOffer(before, change(before), shopName));
    return { edit, set: (field, value) => edit(field, (before) => ({ ...before, [field]: value })) };
  }, [isReadOnly, editDraft, shopName]);
  const parts = useMemo<DesignerParts>(
    () => ({
      content,
      ...edits,
      isReadOnly,
      findings,
      reach,
      stale,
      shelf,
      published,
      cooperation,
      isComplete: (section) => {
        const isReached = reach.kind === 'answered' && reach.reach.meetsMinimum;
        const isCurrent = stale === undefined || isReadOnly;
        return findings.isComplete(section) && ((isReached && isCurrent) || (section !== 'audience' && section !== 'check'));
      },
      showsMissing,
      goTo,
    }),
    [content, edits, isReadOnly, findings, reach, stale, shelf, published, cooperation, showsMissing, goTo],
  );
  return <DesignerContext value={parts}>{children}</DesignerContext>;
}

function useAskedShops(isOnline: boolean): CooperationTerms | undefined {
  const draftId = useFlorin((state) => state.designer?.draft.id);
  const terms = useCooperation(draftId ?? '', isOnline && draftId !== undefined).data;
  return terms === null || terms?.partners.length === 0 ? undefined : terms;
}

export function useDesigner(): DesignerParts {
  const parts = useContext(DesignerContext);
  if (parts === undefined) throw new TypeError('a DesignerProvider is missing above this component');
  return parts;
}

/** The finding to show beside a field, or nothing. */
export function shownFinding(parts: Pick<DesignerParts, 'findings' | 'showsMissing'>, path: string): FieldFinding | undefined {
  return parts.findings.at(path).find((finding) => finding.code !== 'missing' || parts.showsMissing);
}

/** What the audience's further figures are computed from. It follows when there is time: those of the draft itself come first. */
export function useSettledAudience(): AudienceDraft {
  const { spend, secondSpend, relation, visits, regions, channels, holdoutPercent } = useDesigner().content;
  const audience = useMemo<AudienceDraft>(
    () => ({ spend, secondSpend, relation, visits, regions, channels, holdoutPercent }),
    [spend, secondSpend, relation, visits, regions, channels, holdoutPercent],
  );
  return useDeferredValue(audience);
}
