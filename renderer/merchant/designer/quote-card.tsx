import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { audienceInWords } from '#shared/audience/plain-words.ts';
import type { QuoteBalance } from '#shared/contracts/http/quotes.ts';
import type { Bounds } from '#shared/reach/types.ts';
import { useDesk } from '../../data/desk-context.tsx';
import { useQuotes, useRequestQuote } from '../../data/quotes.ts';
import { useText } from '../../i18n/text.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { FailureNote } from '../../ui/states.tsx';
import { useDesigner } from './designer-context.tsx';
import { audienceOf } from './reach.ts';

interface QuoteCardProps {
  /** What is known for free of the segment; undefined where nothing is. */
  readonly bounds: Bounds | undefined;
}

/** Asks the bank for one number: what is left of the balance, and a dialog that says what it costs before anything is spent. */
export function QuoteCard({ bounds }: QuoteCardProps) {
  const { t } = useText();
  const { isOnline, mayEdit } = useDesk();
  const { isReadOnly, cooperation } = useDesigner();
  const { balance } = useQuotes();
  const [isAsking, setIsAsking] = useState(false);
  const isUsedUp = balance !== undefined && mostNow(balance) === 0;
  const why = !mayEdit ? t('quote.viewer') : !isOnline ? t('quote.offline') : isUsedUp ? t('quote.none-left') : undefined;
  if (cooperation !== undefined) return <p className="sub">{t('cooperation.no-quote')}</p>;
  return (
    <div className="fl-quote">
      <Button
        variant="default"
        size="xs"
        fullWidth
        disabled={isReadOnly || why !== undefined || balance === undefined}
        onClick={() => setIsAsking(true)}
      >
        {t('quote.ask')}
      </Button>
      <p className="sub">
        {balance === undefined ? t('quote.left-unknown') : t('quote.left', { yours: balance.yours ?? balance.bank, bank: balance.bank })}
      </p>
      {why === undefined ? null : <p className="sub">{why}</p>}
      {isAsking && balance !== undefined ? <QuoteDialog bounds={bounds} balance={balance} onClose={() => setIsAsking(false)} /> : null}
    </div>
  );
}

/** The most that can be asked now: the merchant's ration, the bank's year and the bank's month all allow it. */
function mostNow(balance: QuoteBalance): number {
  return Math.min(balance.yours ?? balance.bank, balance.bank, balance.thisMonth);
}

interface QuoteDialogProps extends QuoteCardProps {
  readonly balance: QuoteBalance;
  readonly onClose: () => void;
}

function QuoteDialog({ bounds, balance, onClose }: QuoteDialogProps) {
  const text = useText();
  const { t } = text;
  const { market } = useDesk();
  const { content } = useDesigner();
  const request = useRequestQuote();
  const audience = audienceOf(content, market);
  if (audience === undefined) return null;
  return (
    <Modal opened onClose={onClose} title={t('quote.dialog-title')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <div className="stack">
        <p>{t('quote.dialog-text')}</p>
        <div>
          <h3>{t('quote.dialog-rule')}</h3>
          <p className="sub">{audienceInWords(audience, market, text.language)}</p>
        </div>
        <DefinitionList
          items={[
            {
              term: t('quote.dialog-bounds'),
              value:
                bounds === undefined
                  ? t('quote.dialog-no-bounds')
                  : t('common.range', { low: text.count(bounds.low), high: text.count(bounds.high) }),
            },
            { term: t('quote.dialog-yours'), value: text.count(balance.yours ?? balance.bank), isStrong: true },
            { term: t('quote.dialog-bank', { perYear: balance.perYear }), value: text.count(balance.bank), isStrong: true },
            { term: t('quote.dialog-month'), value: text.count(balance.thisMonth), isStrong: true },
          ]}
        />
        <FailureNote error={request.error} />
        <div className="row">
          <Button loading={request.isPending} onClick={() => request.mutate(audience, { onSuccess: onClose })}>
            {t('quote.dialog-spend')}
          </Button>
          <Button variant="default" disabled={request.isPending} onClick={onClose}>
            {t('common.cancel')}
          </Button>
        </div>
        {request.isPending ? (
          <p className="sub" role="status">
            {t('quote.dialog-asking')}
          </p>
        ) : null}
      </div>
    </Modal>
  );
}
