import { AppError } from '#shared/errors.ts';
import type { BankTime } from '../clock/clock.ts';
import { runningInbox } from '../delivery/inbox/address.ts';
import { WEBHOOK_PATH } from '../delivery/inbox/server.ts';
import { webhookSigningKey } from '../delivery/webhook/keys.ts';
import type { TestWebhook } from '../delivery/webhook/payload.ts';
import { postWebhook } from '../delivery/webhook/post.ts';
import type { Bank } from '../storage/data-directory.ts';

/** Where test messages go. */
export interface TestInbox {
  /** @throws AppError `inbox_unreachable` where it does not take the message */
  deliver(webhook: TestWebhook, time: BankTime): Promise<void>;
}

/** The bank's own inbox service, over the same signed webhook as deliveries. It takes each test once. */
export function ownTestInbox(bank: Bank): TestInbox {
  return {
    async deliver(webhook, time) {
      const url = await runningInbox(bank);
      if (url === undefined) throw new AppError('inbox_unreachable', {});
      const target = { url: `${url}${WEBHOOK_PATH}`, signingKey: webhookSigningKey(bank.keysDirectory) };
      const status = await postWebhook(target, webhook.data.testId, time, JSON.stringify(webhook)).catch((error: unknown) => {
        throw new AppError('inbox_unreachable', {}, { cause: error });
      });
      if (status !== 200) throw new AppError('inbox_unreachable', {}, { cause: new Error(`the inbox answered ${status}`) });
    },
  };
}
