import { z } from 'zod';
import { FileMediaType } from '#shared/campaign/files.ts';
import { RenderedMessage } from '#shared/contracts/http/campaigns.ts';
import { TEST_RECIPIENT } from '#shared/contracts/http/test-messages.ts';
import { Cents, Channel, Id, Instant, LocalDate, Sha256 } from '#shared/units.ts';

/** What the customer's app needs besides the text: until when the offer can be switched on and used. */
export const DeliveredOffer = z.strictObject({
  shopName: z.string(),
  startsOn: LocalDate,
  /** Last local date on which a payment counts. */
  redeemUntil: LocalDate,
  /** Last local date of switching it on; null where the offer is active by itself. */
  activateUntil: LocalDate.nullable(),
  minimumSpendCents: Cents,
});
export type DeliveredOffer = z.infer<typeof DeliveredOffer>;

const Images = z.array(z.strictObject({ sha256: Sha256, mediaType: FileMediaType, base64: z.base64() })).max(4);

/** The body of a webhook: one message for a batch of customers. */
export const DeliveryWebhook = z.strictObject({
  type: z.literal('offer.delivered'),
  timestamp: Instant,
  data: z.strictObject({
    campaignId: Id,
    offer: DeliveredOffer,
    messages: z.array(RenderedMessage).min(1),
    /** The second version of the message, for the deliveries that name it; empty where there is none. */
    alternativeMessages: z.array(RenderedMessage),
    /** The pictures that the messages name, byte for byte. */
    images: Images,
    deliveries: z
      .array(z.strictObject({ deliveryId: Id, customerId: z.string().min(1), channel: Channel, version: z.enum(['a', 'b']) }))
      .min(1)
      .max(1_000),
  }),
});
export type DeliveryWebhook = z.infer<typeof DeliveryWebhook>;

/** The body of a test: one message, addressed to nobody. It names no delivery, since there is none. */
export const TestWebhook = z.strictObject({
  type: z.literal('offer.test'),
  timestamp: Instant,
  data: z.strictObject({
    testId: Id,
    recipient: z.literal(TEST_RECIPIENT),
    campaignName: z.string(),
    channel: Channel,
    version: z.enum(['a', 'b']),
    offer: DeliveredOffer,
    message: RenderedMessage,
    images: Images,
  }),
});
export type TestWebhook = z.infer<typeof TestWebhook>;

/** Everything that the inbox takes. */
export const AnyWebhook = z.discriminatedUnion('type', [DeliveryWebhook, TestWebhook]);
export type AnyWebhook = z.infer<typeof AnyWebhook>;
