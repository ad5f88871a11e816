/** Messages to the bank's own inbox. */
export const testMessageEn = {
  'test-message.send': 'Send a test',
  'test-message.sending': 'Sending…',
  'test-message.hint':
    'Goes to the bank’s test inbox exactly as a customer would get it, marked TEST. No customer gets it and nothing counts it.',
  'test-message.sent': 'In the test inbox as “{title}”.',
  'test-message.incomplete': 'A test can be sent once the campaign is complete.',
  'test-message.offline': 'A test can be sent when the bank answers again.',
} as const;
