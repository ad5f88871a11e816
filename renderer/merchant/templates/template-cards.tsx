import { IconFilePlus, IconFlower, IconHeartHandshake, IconLeaf, IconSnowflake, IconSun } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useDesk } from '../../data/desk-context.tsx';
import { useShelf } from '../../data/shelf.ts';
import { useStartDraft } from '../../data/use-start-draft.ts';
import { bandRunLabel, categoryLabel, windowLabel } from '../../i18n/labels.ts';
import { type Text, useText } from '../../i18n/text.tsx';
import { FailureNote } from '../../ui/states.tsx';
import { type Template, templatesFor } from './templates.ts';
import './templates.css';

const ICONS = {
  spring: IconFlower,
  summer: IconSun,
  autumn: IconLeaf,
  winter: IconSnowflake,
  win_back: IconHeartHandshake,
  blank: IconFilePlus,
} as const;

interface TemplateCardsProps {
  readonly label: string;
  /** The first one gets the focus: the choice was asked for by key. */
  readonly takesFocus?: boolean;
  readonly onChosen?: () => void;
}

/** The beginnings of a campaign side by side; choosing one makes the draft and opens it. */
export function TemplateCards({ label, takesFocus = false, onChosen }: TemplateCardsProps) {
  const text = useText();
  const { t } = text;
  const { market, account } = useDesk();
  const { releases, phase } = useShelf();
  const draft = useStartDraft();
  const templates = useMemo(() => templatesFor(market, account, releases), [market, account, releases]);
  return (
    <>
      <ul className="fl-templates" aria-label={label}>
        {templates.map((template, index) => {
          const Icon = ICONS[template.id];
          const name = templateName(template, text);
          return (
            <li key={template.id}>
              <button
                type="button"
                className="fl-template"
                disabled={draft.isStarting}
                data-autofocus={takesFocus && index === 0 ? true : undefined}
                onClick={() => {
                  const isNamed = template.id !== 'blank';
                  draft.start({ ...template.content, name: isNamed ? draftName(template) : '' }, onChosen);
                }}
              >
                <span className="fl-template-head">
                  <Icon size={20} stroke={1.6} aria-hidden />
                  <span className="strong">{name}</span>
                </span>
                {linesOf(template).map((line) => (
                  <span key={line} className="sub">
                    {line}
                  </span>
                ))}
              </button>
            </li>
          );
        })}
      </ul>
      <FailureNote error={draft.error} />
    </>
  );

  function draftName({ id, coming, content }: Template): string {
    const category = categoryLabel(market, content.spend?.category ?? '', text);
    if (id === 'win_back') return t('templates.draft.win-back', { category });
    return coming === undefined ? category : t('templates.draft.season', { category, season: windowLabel(coming, text, 'short') });
  }

  function linesOf({ id, coming, content, share, isReleased }: Template): readonly string[] {
    if (id === 'blank') return [t('templates.blank-text')];
    const edges = market.categories.find((category) => category.id === content.spend?.category)?.bandEdges ?? [];
    const { spend, startsOn, endsOn } = content;
    const audience =
      spend === null
        ? []
        : [
            t(id === 'win_back' ? 'templates.audience-lapsed' : 'templates.audience', {
              category: categoryLabel(market, spend.category, text),
              band: bandRunLabel(edges, spend.bands.from, spend.bands.to, text),
              season: windowLabel(spend.window, text, 'short'),
            }),
          ];
    const dates =
      startsOn !== null && endsOn !== null ? [text.dayRange(startsOn, endsOn)] : id === 'win_back' ? [] : [t('templates.no-dates')];
    // Only a shelf that is whole can say that something is not published.
    const absent = phase === 'loading' ? [t('templates.arriving')] : isReleased || phase === 'failed' ? [] : [t('templates.not-released')];
    const said =
      share === undefined
        ? coming === undefined
          ? []
          : absent
        : [t('templates.share', { share: text.percent(share.share), halfWidth: text.count(share.halfWidth * 100) })];
    return [...dates, ...audience, ...said];
  }
}

function templateName({ id, coming }: Template, text: Text): string {
  if (id === 'blank' || id === 'win_back') return text.t(`templates.name.${id}`);
  const season = coming === undefined ? text.t(`common.season-name.${id}`) : windowLabel(coming, text, 'short');
  return id === 'winter' ? text.t('templates.name.winter', { season }) : season;
}
