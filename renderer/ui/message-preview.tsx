import { useId, useState } from 'react';
import type { RenderedMessage } from '#shared/contracts/http/campaigns.ts';
import type { Channel } from '#shared/units.ts';
import { useText } from '../i18n/text.tsx';
import { RadioChips } from './chip.tsx';
import './message-preview.css';

interface MessagePreviewProps {
  /** Exactly as delivered, one per language. */
  readonly messages: readonly RenderedMessage[];
  readonly channels: readonly Channel[];
}

/** What the customer will read, one language at a time, with what the bank adds to it. */
export function MessagePreview({ messages, channels }: MessagePreviewProps) {
  const { t } = useText();
  const [chosen, setChosen] = useState<RenderedMessage['language'] | undefined>(undefined);
  const message = messages.find((candidate) => candidate.language === chosen) ?? messages[0];
  if (message === undefined) return <p className="sub">{t('desk.review.no-message')}</p>;
  return (
    <div className="fl-message-preview">
      <MessageCard message={message} />
      <div className="row">
        {messages.length > 1 ? (
          <RadioChips
            label={t('desk.review.languages')}
            options={messages.map(({ language }) => ({ value: language, label: t(`common.language.${language}`) }))}
            value={message.language}
            onChange={setChosen}
          />
        ) : (
          <span className="fl-badge fl-badge-plain">{t(`common.language.${message.language}`)}</span>
        )}
        <span className="sub">
          {t('desk.review.delivered-by', { channels: channels.map((channel) => t(`common.channel.${channel}`)).join(', ') })}
        </span>
      </div>
    </div>
  );
}

/** The offer card of one language. What looks like a button or a link is only shown: nothing in a preview can be used. */
function MessageCard({ message }: { readonly message: RenderedMessage }) {
  const { t } = useText();
  const id = useId();
  return (
    <article className="fl-phone" lang={message.language} aria-labelledby={id}>
      <p className="fl-phone-small">
        <span className="fl-phone-label">{message.label}</span> · {message.payer}
      </p>
      <h3 id={id} className="fl-phone-title">
        {message.title}
      </h3>
      <p className="fl-phone-short">{message.shortText}</p>
      <div className="fl-phone-action">{message.action}</div>
      <p className="fl-phone-long">{message.longText}</p>
      <p className="fl-phone-small">
        {message.why} <span className="fl-phone-stop">{message.stop}</span>
      </p>
      <details className="fl-phone-terms">
        <summary>{t('desk.review.terms')}</summary>
        <p>{message.terms}</p>
      </details>
    </article>
  );
}
