import { Button } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import type { TestMessageSent } from '#shared/contracts/http/test-messages.ts';
import { type Text, useText } from '../i18n/text.tsx';
import type { ShownMessage } from './message-preview.tsx';
import { FailureNote } from './states.tsx';

interface TestSendProps<Request> {
  /** What is sent exactly, in words: language, channel, version. */
  readonly name: string;
  /** Undefined where there is nothing that could be sent now. */
  readonly request: Request | undefined;
  /** Why it cannot be sent. */
  readonly hindrance?: string | undefined;
  readonly sending: UseMutationResult<TestMessageSent, Error, Request>;
}

/** Sends the message that is shown to the bank's own inbox, and says under which name it lies there. */
export function TestSend<Request>({ name, request, hindrance, sending }: TestSendProps<Request>) {
  const { t } = useText();
  return (
    <div className="fl-test-send">
      <Button
        size="xs"
        variant="default"
        disabled={request === undefined || sending.isPending}
        title={t('test-message.hint')}
        onClick={() => request !== undefined && sending.mutate(request)}
      >
        {t(sending.isPending ? 'test-message.sending' : 'test-message.send')}
        <span className="sr-only">: {name}</span>
      </Button>
      <span className="sub" role="status">
        {sending.data === undefined || sending.isPending ? (hindrance ?? '') : t('test-message.sent', { title: sending.data.title })}
      </span>
      <FailureNote error={sending.error} />
    </div>
  );
}

/** "Dutch, app feed, version B": what a test would be of. */
export function shownInWords({ language, channel, version }: ShownMessage, text: Text): string {
  return [
    text.t(`common.language.${language}`),
    text.t(`common.channel.${channel}`),
    ...(version === 'b' ? [text.t('creative.version-b')] : []),
  ].join(', ');
}
