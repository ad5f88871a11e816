import { Button } from '@mantine/core';
import type { SpendCondition } from '#shared/audience/audience.ts';
import type { DraftContent } from '#shared/campaign/draft.ts';
import { closedWindows, seasonOfMonth, windowKind } from '#shared/market/window.ts';
import { bandHistogram } from '#shared/reach/charts.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { labelOf, windowLabel } from '../../i18n/labels.ts';
import { useText } from '../../i18n/text.tsx';
import { Card } from '../../ui/card.tsx';
import { ToggleChip } from '../../ui/chip.tsx';
import { useDesigner } from './designer-context.tsx';
import { MoreConditions } from './more-conditions.tsx';
import { canHaveRelation, RelationCard } from './relation-card.tsx';
import { SpendCard } from './spend-card.tsx';

/** Who: what they spent in a closed period, what they are to the merchant's own shops, where they live, and further conditions. */
export function AudienceSection() {
  const { t } = useText();
  const { content, edit } = useDesigner();
  const { market, account } = useDesk();
  const category = market.categories.find((candidate) => candidate.id === account.merchant?.categoryId) ?? market.categories[0];
  const fallback: SpendCondition | undefined =
    category === undefined
      ? undefined
      : {
          kind: 'spend',
          category: category.id,
          window: closedWindows(market.today).seasons[0] ?? closedWindows(market.today).months[0] ?? '',
          bands: { from: 0, to: category.bandEdges.length - 1 },
        };
  const spend = content.spend ?? fallback;
  if (spend === undefined) return null;
  return (
    <div className="fl-section">
      <SpendCard
        title={t('designer.audience.spent-on')}
        path="audience.spend"
        spend={spend}
        onChange={(next) => edit('spend', (before) => withSpend(before, next, account.merchant?.categoryId))}
      />
      <RelationCard spend={spend} />
      <RegionsCard />
      <MoreConditions spend={spend} />
    </div>
  );
}

/**
 * The draft with another first spend condition. Conditions that hang on it move along: the others' period where it was the same, the category of visits; a
 * relationship that no longer has a season of the merchant's own category is dropped.
 */
function withSpend(draft: DraftContent, spend: SpendCondition, ownCategory: string | undefined): DraftContent {
  const { secondSpend, visits } = draft;
  const follows = (window: string) => (window === draft.spend?.window ? spend.window : window);
  return {
    ...draft,
    spend,
    secondSpend: secondSpend === null ? null : { ...secondSpend, window: follows(secondSpend.window) },
    visits: visits === null ? null : { ...visits, category: spend.category, window: spend.window },
    relation: canHaveRelation(spend, ownCategory) ? draft.relation : 'any',
  };
}

function RegionsCard() {
  const text = useText();
  const { t } = text;
  const { market, account } = useDesk();
  const { content, edit, isReadOnly, shelf } = useDesigner();
  const { releases } = shelf;
  const all = market.regions.map((region) => region.id);
  const isEverywhere = all.every((region) => content.regions.includes(region));
  const choose = (regions: readonly string[]) =>
    edit('regions', (before) => ({ ...before, regions: all.filter((region) => regions.includes(region)) }));
  const month = content.spend !== null && windowKind(content.spend.window) === 'month' ? content.spend.window : undefined;
  const needsChoice =
    month !== undefined && !isEverywhere && content.regions.length > 0 && bandsOfRegion(releases, content.spend, content.regions) === 0;
  const season = month === undefined ? undefined : seasonOfMonth(month);
  const isSeasonReleased = releases.some((release) => release.window === season);
  return (
    <Card title={t('designer.audience.living-in')}>
      <fieldset className="fl-fieldset" disabled={isReadOnly}>
        <div className="row" role="group" aria-label={t('designer.audience.regions')}>
          <ToggleChip isOn={isEverywhere} onToggle={() => choose(isEverywhere ? [] : all)}>
            {t('designer.audience.everywhere')}
          </ToggleChip>
          {market.regions.map((region) => {
            const isOn = content.regions.includes(region.id);
            return (
              <ToggleChip
                key={region.id}
                isOn={isOn}
                onToggle={() => choose(isOn ? content.regions.filter((other) => other !== region.id) : [...content.regions, region.id])}
              >
                {labelOf(market.regions, region.id, text.language)}
              </ToggleChip>
            );
          })}
        </div>
      </fieldset>
      {content.regions.length === 0 ? (
        <p role="alert" className="fl-field-error">
          {t('designer.audience.regions-none')}
        </p>
      ) : null}
      {needsChoice && season !== undefined ? (
        <div className="fl-choice" role="alert">
          <p>{t('designer.audience.month-regions')}</p>
          <div className="row">
            {isSeasonReleased ? (
              <Button
                size="xs"
                disabled={isReadOnly}
                onClick={() =>
                  edit('spend', (before) =>
                    before.spend === null ? before : withSpend(before, { ...before.spend, window: season }, account.merchant?.categoryId),
                  )
                }
              >
                {t('designer.audience.use-season', { season: windowLabel(season, text, 'short') })}
              </Button>
            ) : null}
            <Button size="xs" variant="default" disabled={isReadOnly} onClick={() => choose(all)}>
              {t('designer.audience.use-everywhere', { month: windowLabel(month, text) })}
            </Button>
          </div>
        </div>
      ) : null}
      <p className="sub fl-gap-top">{t('designer.audience.always')}</p>
    </Card>
  );
}

function bandsOfRegion(releases: Parameters<typeof bandHistogram>[0], spend: SpendCondition | null, regions: readonly string[]): number {
  return spend === null ? 0 : bandHistogram(releases, spend.category, spend.window, regions).length;
}
