import type { RenderedMessage } from '#shared/contracts/http/campaigns.ts';
import { useText } from '../../i18n/text.tsx';

interface PhonePreviewProps {
  readonly message: RenderedMessage;
}

/** A message as the customer's phone shows it: the merchant's words and what the bank adds around them. */
export function PhonePreview({ message }: PhonePreviewProps) {
  const { t } = useText();
  return (
    <div>
      <h2 className="fl-label">{t('designer.message.preview')}</h2>
      <article className="fl-phone" lang={message.language} aria-label={t('designer.message.preview')}>
        <p className="fl-phone-small">
          {message.label} · {message.payer}
        </p>
        <div className="fl-phone-hero" aria-hidden />
        <p className="fl-phone-title">
          {message.title.trim() === '' ? <span className="sub">{t('designer.message.preview-title-empty')}</span> : message.title}
        </p>
        <p>
          {message.shortText.trim() === '' ? <span className="sub">{t('designer.message.preview-text-empty')}</span> : message.shortText}
        </p>
        {message.longText.trim() === '' ? null : <p>{message.longText}</p>}
        <div className="fl-phone-action" aria-hidden>
          {message.action}
        </div>
        {message.terms.trim() === '' ? null : (
          <details className="fl-phone-small">
            <summary>{t('designer.message.terms-shown')}</summary>
            <p>{message.terms}</p>
          </details>
        )}
        <p className="fl-phone-small">
          {message.why} <u>{message.stop}</u>
        </p>
      </article>
    </div>
  );
}
