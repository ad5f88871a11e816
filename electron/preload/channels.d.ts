/** Written by the build out of the contract (electron.vite.config.ts): its channels' names without its schemas, which take long to load. */
declare module 'florin:channels' {
  export const channels: import('../../shared/contracts/ipc/channels.ts').Channels;
}
