import { type MessagePart, shownParts } from '#shared/campaign/channel-message.ts';
import type { RenderedMessage } from '#shared/contracts/http/campaigns.ts';
import type { Channel } from '#shared/units.ts';
import { assertNever } from '#shared/assert-never.ts';
import { useFileAddress } from '../data/files.ts';
import { useText } from '../i18n/text.tsx';
import './channel-message.css';

interface ChannelMessageProps {
  /** As `renderMessages` gives it: the same that is delivered. */
  readonly message: RenderedMessage;
  readonly channel: Channel;
  /** Names the preview for who does not see it. */
  readonly label: string;
}

/** One message on one channel, part by part as it is delivered. What looks like a button or a link is only shown: nothing in a preview can be used. */
export function ChannelMessage({ message, channel, label }: ChannelMessageProps) {
  return (
    <article className={`fl-phone fl-phone-${channel}`} lang={message.language} aria-label={label}>
      {shownParts(message, channel).map((part) => (
        <Part key={part} part={part} message={message} />
      ))}
    </article>
  );
}

function Part({ part, message }: { readonly part: MessagePart; readonly message: RenderedMessage }) {
  const { t } = useText();
  switch (part) {
    case 'label':
      return (
        <p className="fl-phone-small">
          <span className="fl-phone-label">{message.label}</span> · {message.payer}
        </p>
      );
    case 'logo':
    case 'hero':
      return <Picture kind={part} image={message[part]} />;
    case 'title':
      return (
        <h3 className="fl-phone-title">
          {message.title.trim() === '' ? <Absent>{t('designer.message.preview-title-empty')}</Absent> : message.title}
        </h3>
      );
    case 'shortText':
      return (
        <p className="fl-phone-short">
          {message.shortText.trim() === '' ? <Absent>{t('designer.message.preview-text-empty')}</Absent> : message.shortText}
        </p>
      );
    case 'longText':
      return message.longText.trim() === '' ? null : <p className="fl-phone-long">{message.longText}</p>;
    case 'action':
      return <div className="fl-phone-action">{message.action}</div>;
    case 'terms':
      return message.terms.trim() === '' ? null : (
        <details className="fl-phone-terms">
          <summary>{t('desk.review.terms')}</summary>
          <p>{message.terms}</p>
        </details>
      );
    case 'why':
      return (
        <p className="fl-phone-small">
          {message.why} <span className="fl-phone-stop">{message.stop}</span>
        </p>
      );
    default:
      return assertNever(part);
  }
}

/** Stands for words that are not written yet; in the language of the screen, not of the message. */
function Absent({ children }: { readonly children: string }) {
  const { language } = useText();
  return (
    <span className="sub" lang={language}>
      {children}
    </span>
  );
}

function Picture({ kind, image }: { readonly kind: 'logo' | 'hero'; readonly image: RenderedMessage['hero'] }) {
  const { t, language } = useText();
  const address = useFileAddress(image?.sha256);
  if (image === undefined) return null;
  if (address.data !== undefined) return <img className={`fl-phone-${kind}`} src={address.data} alt={image.alt} />;
  return (
    <div className={`fl-phone-${kind} fl-phone-picture-absent`} lang={language} role="img" aria-label={image.alt}>
      {address.isError ? t('creative.picture-unreachable') : null}
    </div>
  );
}
