import { memo } from 'react';
import { RELATIONS, type SpendCondition } from '#shared/audience/audience.ts';
import { windowKind } from '#shared/market/window.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { categoryLabel } from '../../i18n/labels.ts';
import { useText } from '../../i18n/text.tsx';
import { Card } from '../../ui/card.tsx';
import { RadioChips } from '../../ui/chip.tsx';
import { type DesignerParts, useDesigner } from './designer-context.tsx';

/** The bank counts a merchant's own customers per season, in the merchant's own category, and nowhere else. */
export function canHaveRelation(spend: SpendCondition, ownCategory: string | undefined): boolean {
  return spend.category === ownCategory && windowKind(spend.window) === 'season';
}

/** What the customers are to the merchant's own shops: a choice where the spend condition allows one, else why there is none. */
export function RelationCard({ spend }: { readonly spend: SpendCondition }) {
  const { account } = useDesk();
  const { content, set, isReadOnly } = useDesigner();
  const canChoose = canHaveRelation(spend, account.merchant?.categoryId);
  return <RelationChoice relation={content.relation} canChoose={canChoose} isReadOnly={isReadOnly} set={set} />;
}

interface RelationChoiceProps extends Pick<DesignerParts, 'isReadOnly' | 'set'> {
  readonly relation: DesignerParts['content']['relation'];
  readonly canChoose: boolean;
}

const RelationChoice = memo(function RelationChoice({ relation, canChoose, isReadOnly, set }: RelationChoiceProps) {
  const text = useText();
  const { t } = text;
  const { market, account } = useDesk();
  const own = account.merchant?.categoryId;
  if (own === undefined || !market.categories.some((category) => category.id === own)) return null;
  return (
    <Card title={t('designer.audience.relation')}>
      {canChoose ? (
        <>
          <RadioChips
            label={t('designer.audience.relation')}
            value={relation}
            isDisabled={isReadOnly}
            options={RELATIONS.map((value) => ({ value, label: t(`designer.audience.relation.${value}`) }))}
            onChange={(value) => set('relation', value)}
          />
          <p className="sub fl-gap-top">{t(`designer.audience.relation-help.${relation}`)}</p>
        </>
      ) : (
        <p className="sub">{t('designer.audience.relation-needs', { category: categoryLabel(market, own, text) })}</p>
      )}
    </Card>
  );
});
