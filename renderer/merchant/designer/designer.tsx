import { Button, TextInput } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp, IconCheck } from '@tabler/icons-react';
import { memo, useCallback, useEffect, useRef, useState } from 'react';
import type { Draft } from '#shared/campaign/draft.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useMenuCommand } from '../../data/use-menu.ts';
import { useText } from '../../i18n/text.tsx';
import type { OpenDraft } from '../../store/designer-slice.ts';
import { useFlorin } from '../../store/store-context.tsx';
import { CampaignFiles } from '../files/campaign-files.tsx';
import type { FileSubject } from '../files/subject.ts';
import { AudienceSection } from './audience-section.tsx';
import { CheckSection } from './check-section.tsx';
import { type DesignerParts, DesignerProvider, useDesigner } from './designer-context.tsx';
import { SECTIONS, type SectionId } from './findings.ts';
import { MessageSection } from './message-section.tsx';
import { OfferSection, useFieldError } from './offer-section.tsx';
import { ReachPanel } from './reach-panel.tsx';
import { SaveLine } from './save-line.tsx';
import { WhenSection } from './when-section.tsx';

/** The open draft: sections on the left, reach on the right. */
export function Designer() {
  const open = useFlorin((state) => state.designer);
  const { mayEdit } = useDesk();
  const [section, setSection] = useState<SectionId>('audience');
  const [showsMissing, setShowsMissing] = useState(false);
  const form = useRef<HTMLDivElement>(null);
  const [wanted, setWanted] = useState<{ readonly path: string } | undefined>(undefined);
  const goTo = useCallback((next: SectionId, path?: string) => {
    if (next === 'check') setShowsMissing(true);
    setSection(next);
    setWanted(path === undefined ? undefined : { path });
  }, []);
  useEffect(() => {
    form.current?.scrollTo({ top: 0 });
  }, [section]);
  // A new object each time, so that asking for the same field twice leads to it twice.
  useEffect(() => {
    if (wanted !== undefined) focusField(form.current, wanted.path);
  }, [wanted]);
  if (open === undefined) return null;
  const { phase } = open.draft.submission;
  const isReadOnly = !mayEdit || phase === 'queued' || phase === 'submitted';
  return (
    <DesignerProvider content={open.content} isReadOnly={isReadOnly} showsMissing={showsMissing} goTo={goTo}>
      <div className="fl-full fl-designer">
        <div className="fl-designer-form" ref={form}>
          <DesignerHead open={open} />
          <SectionTabs section={section} onChoose={(next) => goTo(next)} />
          <div role="tabpanel" id="designer-panel" aria-labelledby={`designer-tab-${section}`}>
            <SectionBody section={section} open={open} />
          </div>
        </div>
        <ReachPanel />
      </div>
    </DesignerProvider>
  );
}

function focusField(form: HTMLElement | null, path: string): void {
  const target = form?.querySelector<HTMLElement>(`[data-path="${CSS.escape(path)}"]`);
  target?.scrollIntoView({ block: 'center' });
  target?.focus();
}

function SectionBody({ section, open }: { readonly section: SectionId; readonly open: OpenDraft }) {
  const flush = useFlorin((state) => state.flushDraft);
  const refreshDraft = useFlorin((state) => state.refreshDraft);
  if (section === 'audience') return <AudienceSection />;
  if (section === 'offer') return <OfferSection />;
  if (section === 'message') return <MessageSection />;
  if (section === 'when') return <WhenSection />;
  return <CheckSection draft={open.draft} beforeSubmit={flush} onChanged={refreshDraft} />;
}

function DesignerHead({ open }: { readonly open: OpenDraft }) {
  const { t } = useText();
  const { set, isReadOnly, goTo } = useDesigner();
  const errorAt = useFieldError();
  const undo = useFlorin((state) => state.undo);
  const redo = useFlorin((state) => state.redo);
  useUndoKeys(undo, redo);
  useMenuCommand('undo', undo);
  useMenuCommand('redo', redo);
  const read = useLatestDraft(open);
  return (
    <>
      <div className="fl-designer-head">
        <div className="fl-designer-words">
          <h1 className="sr-only">{open.content.name.trim() === '' ? t('designer.name-placeholder') : open.content.name}</h1>
          <TextInput
            aria-label={t('designer.name')}
            placeholder={t('designer.name-placeholder')}
            value={open.content.name}
            disabled={isReadOnly}
            data-path="name"
            maxLength={400}
            error={errorAt('name')}
            classNames={{ input: 'fl-name-input' }}
            onChange={(event) => set('name', event.currentTarget.value)}
          />
          <SaveLine save={open.save} submission={open.draft.submission.phase} />
        </div>
        <HeadActions
          canUndo={!isReadOnly && open.past.length > 0}
          canRedo={!isReadOnly && open.future.length > 0}
          canCheck={!isReadOnly}
          undo={undo}
          redo={redo}
          goTo={goTo}
          read={read}
        />
      </div>
      {open.save.phase === 'conflict' ? <ConflictCard theirs={open.save.theirs} /> : null}
    </>
  );
}

interface HeadActionsProps extends Pick<DesignerParts, 'goTo'> {
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly canCheck: boolean;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly read: () => FileSubject;
}

const HeadActions = memo(function HeadActions({ canUndo, canRedo, canCheck, undo, redo, goTo, read }: HeadActionsProps) {
  const { t } = useText();
  return (
    <div className="row fl-page-actions">
      <Button variant="default" px={10} aria-label={t('designer.undo')} title={t('designer.undo')} disabled={!canUndo} onClick={undo}>
        <IconArrowBackUp size={18} aria-hidden />
      </Button>
      <Button variant="default" px={10} aria-label={t('designer.redo')} title={t('designer.redo')} disabled={!canRedo} onClick={redo}>
        <IconArrowForwardUp size={18} aria-hidden />
      </Button>
      <CampaignFiles read={read} isCompact />
      {!canCheck ? null : (
        <Button className="fl-designer-check" onClick={() => goTo('check')}>
          {t('designer.section.check')}
        </Button>
      )}
    </div>
  );
});

/** The draft as it stands when it is asked for, without drawing what asks anew at every letter. */
function useLatestDraft(open: OpenDraft): () => FileSubject {
  const latest = useRef(open);
  useEffect(() => {
    latest.current = open;
  });
  return useCallback(() => ({ kind: 'draft', draft: latest.current.draft, content: latest.current.content }), []);
}

/** Undo and redo of the campaign, also while a text field has the focus: its own history would disagree with what is saved. */
function useUndoKeys(undo: () => void, redo: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      const key = event.key.toLowerCase();
      if (key === 's') event.preventDefault();
      if (key !== 'z' && key !== 'y') return;
      event.preventDefault();
      if (key === 'y' || event.shiftKey) redo();
      else undo();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [undo, redo]);
}

/** Nothing was overwritten: what is on the screen, what the other one has, or both, each as a draft. */
function ConflictCard({ theirs }: { readonly theirs: Draft }) {
  const text = useText();
  const { t } = text;
  const isAway = theirs.submission.phase === 'queued' || theirs.submission.phase === 'submitted';
  const resolve = useFlorin((state) => state.resolveConflict);
  return (
    <div className="fl-choice" role="alert">
      <b>{t('designer.conflict-title')}</b>
      <p>{t(isAway ? 'designer.conflict-away' : 'designer.conflict-text', { when: text.instant(theirs.updatedAt) })}</p>
      <div className="row">
        {isAway ? null : (
          <Button size="xs" onClick={() => resolve('mine')}>
            {t('designer.conflict-mine')}
          </Button>
        )}
        <Button size="xs" variant="default" onClick={() => resolve('theirs')}>
          {t('designer.conflict-theirs')}
        </Button>
        <Button size="xs" variant="default" onClick={() => resolve('both')}>
          {t('designer.conflict-both')}
        </Button>
      </div>
    </div>
  );
}

interface SectionTabsProps {
  readonly section: SectionId;
  readonly onChoose: (section: SectionId) => void;
}

/** The sections in free order, each with its own mark of completeness. */
function SectionTabs({ section, onChoose }: SectionTabsProps) {
  const { t } = useText();
  const { isComplete: isSectionComplete } = useDesigner();
  const walk = (event: React.KeyboardEvent<HTMLDivElement>) => {
    const move = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (move === 0) return;
    event.preventDefault();
    const next = SECTIONS[(SECTIONS.indexOf(section) + move + SECTIONS.length) % SECTIONS.length] ?? section;
    onChoose(next);
    event.currentTarget.querySelector<HTMLElement>(`#designer-tab-${next}`)?.focus();
  };
  return (
    <div className="fl-tabs" role="tablist" aria-label={t('designer.sections')} onKeyDown={walk}>
      {SECTIONS.map((id) => {
        const isComplete = isSectionComplete(id);
        return (
          <button
            key={id}
            type="button"
            role="tab"
            id={`designer-tab-${id}`}
            aria-selected={id === section}
            aria-controls="designer-panel"
            tabIndex={id === section ? 0 : -1}
            className="fl-tab"
            onClick={() => onChoose(id)}
          >
            {isComplete ? (
              <IconCheck className="fl-tab-done" size={15} stroke={2.4} aria-hidden />
            ) : (
              <span className="fl-tab-open" aria-hidden />
            )}
            {t(`designer.tab.${id}`)}
            <span className="sr-only">, {t(isComplete ? 'designer.complete' : 'designer.incomplete')}</span>
          </button>
        );
      })}
    </div>
  );
}
