import type { ipcContract, SessionState } from '#shared/contracts/ipc/contract.ts';
import type { Handlers } from '#shared/contracts/ipc/define.ts';
import type { BankSide } from '../../bank-side.ts';

/** @param withoutBank the state while the connection file is missing or not usable; undefined when there is a bank */
export function sessionHandlers(bankSide: () => BankSide, withoutBank: SessionState | undefined): Handlers<typeof ipcContract.session> {
  return {
    readSession: () => withoutBank ?? bankSide().session.read(),
    signIn: () => bankSide().session.signIn(),
    cancelSignIn: () => {
      bankSide().session.cancelSignIn();
      return {};
    },
    signOut: () => bankSide().session.signOut(),
  };
}
