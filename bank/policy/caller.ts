import type { Role } from '#shared/session/roles.ts';

/** The signed-in person, as the database has them now. A merchant role always carries its merchant. */
export interface Caller {
  readonly accountId: string;
  readonly displayName: string;
  readonly role: Role;
  readonly merchantId: string | undefined;
}
