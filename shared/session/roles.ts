import { z } from 'zod';

export const Role = z.enum(['merchant_editor', 'merchant_viewer', 'bank_reviewer', 'bank_privacy_officer', 'bank_operator']);
export type Role = z.infer<typeof Role>;

export function isMerchantRole(role: Role): boolean {
  return role === 'merchant_editor' || role === 'merchant_viewer';
}
