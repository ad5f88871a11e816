import { expect, test } from 'vitest';
import { hashPassword, verifyPassword } from '#bank/identity/password.ts';

test('a password matches its own hash only, and two hashes of it differ', async () => {
  const [first, second] = await Promise.all([hashPassword('tuin in maart'), hashPassword('tuin in maart')]);
  expect(first).toMatch(/^scrypt\$32768\$8\$1\$/);
  expect(first).not.toBe(second);
  expect(first).not.toContain('tuin');
  expect(await verifyPassword('tuin in maart', first)).toBe(true);
  expect(await verifyPassword('tuin in april', first)).toBe(false);
  expect(await verifyPassword('', first)).toBe(false);
});

test('the same characters written differently are the same password', async () => {
  expect(await verifyPassword('cafe\u0301', await hashPassword('caf\u00e9'))).toBe(true);
});

test.each(['', 'plain text', 'scrypt$1$1$1$a$b', 'scrypt$32768$8$1$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'])(
  'a stored text that is no hash matches nothing: %s',
  async (stored) => {
    expect(await verifyPassword('plain text', stored)).toBe(false);
    expect(await verifyPassword('', stored)).toBe(false);
  },
);
