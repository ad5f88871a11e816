import { ActionIcon, Button, NativeSelect } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { CooperationTerms, JoinableShop, PartnerState } from '#shared/contracts/http/cooperation.ts';
import { useCooperation, useJoinableShops, useProposeTerms } from '../../data/cooperation.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useText } from '../../i18n/text.tsx';
import { Card } from '../../ui/card.tsx';
import { WholeField } from '../../ui/fields.tsx';
import { FailureNote } from '../../ui/states.tsx';
import { Badge, type Tone } from '../../ui/status-chip.tsx';
import { isChanged, isNamed, leadShareOf, linesOf, proposalOf, type ShopLine } from './together-state.ts';
import './cooperation.css';

interface TogetherCardProps {
  readonly campaignId: string;
  readonly name: string;
  readonly isReadOnly: boolean;
}

/** Inviting other shops into a draft, with shares of the cost, and who of them has answered. */
export function TogetherCard({ campaignId, name, isReadOnly }: TogetherCardProps) {
  const { t } = useText();
  const { isOnline, mayEdit } = useDesk();
  const cooperation = useCooperation(campaignId, isOnline);
  const terms = cooperation.data;
  return (
    <Card title={t('cooperation.title')}>
      <div className="stack">
        <p className="sub">{t('cooperation.sub')}</p>
        {!isOnline ? (
          <p role="status">{t('cooperation.offline')}</p>
        ) : terms === undefined ? (
          <FailureNote error={cooperation.error} />
        ) : mayEdit ? (
          // Another answer of a shop changes the terms' states, not what is being typed; other terms start the form anew.
          <TermsForm key={terms?.terms ?? 0} campaignId={campaignId} name={name} terms={terms} isReadOnly={isReadOnly} />
        ) : (
          <p>{t('cooperation.viewer')}</p>
        )}
      </div>
    </Card>
  );
}

function TermsForm({ campaignId, name, terms, isReadOnly }: TogetherCardProps & { readonly terms: CooperationTerms | null }) {
  const text = useText();
  const { t } = text;
  const shops = useJoinableShops(true).data?.shops;
  const propose = useProposeTerms();
  const [lines, setLines] = useState(() => linesOf(terms));
  const known = [...(shops ?? []), ...(terms?.partners ?? [])];
  const nameOf = (merchantId: string | null) => known.find((shop) => shop.merchantId === merchantId)?.shopName ?? t('cooperation.shop');
  const leadShare = leadShareOf(lines);
  const proposal = proposalOf(lines, name, terms);
  const isNew = (terms?.partners.length ?? 0) === 0;
  const hasChanged = isChanged(lines, terms);
  const change = (place: number, part: Partial<ShopLine>) =>
    setLines((before) => before.map((line, index) => (index === place ? { ...line, ...part } : line)));
  const send = (request: NonNullable<typeof proposal>) => propose.mutate({ campaignId, ...request });
  if (shops?.length === 0 && isNew) return <p>{t('cooperation.none-joinable')}</p>;
  return (
    <>
      <ul className="fl-together">
        {lines.map((line, place) => (
          <li key={place}>
            <ShopSelect
              line={line}
              shops={known.filter(
                (shop) => shop.merchantId === line.merchantId || !lines.some((other) => other.merchantId === shop.merchantId),
              )}
              isDisabled={isReadOnly}
              onChange={(merchantId) => change(place, { merchantId })}
            />
            <WholeField
              label={t('cooperation.share-of', { shop: nameOf(line.merchantId) })}
              value={line.sharePercent}
              suffix={text.marks.afterPercent}
              onChange={(sharePercent) => change(place, { sharePercent })}
            />
            <AnswerBadge state={terms?.partners.find((partner) => partner.merchantId === line.merchantId)?.state} />
            <ActionIcon
              variant="subtle"
              color="gray"
              disabled={isReadOnly}
              aria-label={t('cooperation.remove', { shop: nameOf(line.merchantId) })}
              onClick={() => setLines((before) => before.filter((_, index) => index !== place))}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </li>
        ))}
      </ul>
      {lines.length === 0 ? null : (
        <p role="status">
          <b>{t('cooperation.my-share')}</b>:{' '}
          {leadShare < 1
            ? t('cooperation.over', { percent: text.count(100 - leadShare) })
            : t('cooperation.my-share-value', { percent: text.count(leadShare) })}
        </p>
      )}
      {lines.length > 0 && !isNamed(name) ? <p className="fl-field-error">{t('cooperation.name-first')}</p> : null}
      <TermsStatus terms={terms} hasChanged={hasChanged} />
      <FailureNote error={propose.error} />
      <div className="row">
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={15} aria-hidden />}
          disabled={isReadOnly || lines.length >= (shops?.length ?? 0)}
          onClick={() => setLines((before) => [...before, { merchantId: null, sharePercent: null }])}
        >
          {t('cooperation.add')}
        </Button>
        {lines.length === 0 ? null : (
          <Button
            size="xs"
            disabled={isReadOnly || proposal === undefined || !hasUnasked(terms, hasChanged)}
            loading={propose.isPending}
            onClick={() => (proposal === undefined ? undefined : send(proposal))}
          >
            {t(isNew ? 'cooperation.invite' : 'cooperation.change')}
          </Button>
        )}
        {isNew || terms === null ? null : (
          <Button
            size="xs"
            variant="default"
            disabled={isReadOnly || propose.isPending}
            onClick={() => send({ expectedTerms: terms.terms, name: terms.name, leadSharePercent: 100, partners: [] })}
          >
            {t('cooperation.end')}
          </Button>
        )}
      </div>
    </>
  );
}

/** Whether a proposal would ask anybody: something was changed, or a shop that said no is asked again. */
function hasUnasked(terms: CooperationTerms | null, hasChanged: boolean): boolean {
  return hasChanged || terms?.partners.some(({ state }) => state === 'declined' || state === 'left') === true;
}

function TermsStatus({ terms, hasChanged }: { readonly terms: CooperationTerms | null; readonly hasChanged: boolean }) {
  const { t } = useText();
  if (terms === null || terms.partners.length === 0 || hasChanged) return null;
  const waiting = terms.partners.filter(({ state }) => state !== 'joined').length;
  return <p role="status">{waiting === 0 ? t('cooperation.all-joined') : t('cooperation.waiting', { count: waiting })}</p>;
}

interface ShopSelectProps {
  readonly line: ShopLine;
  readonly shops: readonly JoinableShop[];
  readonly isDisabled: boolean;
  readonly onChange: (merchantId: string | null) => void;
}

function ShopSelect({ line, shops, isDisabled, onChange }: ShopSelectProps) {
  const { t } = useText();
  const options = shops.filter((shop, place) => shops.findIndex((other) => other.merchantId === shop.merchantId) === place);
  return (
    <NativeSelect
      label={t('cooperation.shop')}
      value={line.merchantId ?? ''}
      disabled={isDisabled}
      data={[{ value: '', label: t('cooperation.choose') }, ...options.map((shop) => ({ value: shop.merchantId, label: shop.shopName }))]}
      onChange={(event) => onChange(event.currentTarget.value === '' ? null : event.currentTarget.value)}
    />
  );
}

const TONES: Readonly<Record<PartnerState, Tone>> = { invited: 'warn', joined: 'good', declined: 'bad', left: 'bad' };

function AnswerBadge({ state }: { readonly state: PartnerState | undefined }) {
  const { t } = useText();
  return state === undefined ? null : <Badge tone={TONES[state]}>{t(`cooperation.state.${state}`)}</Badge>;
}
