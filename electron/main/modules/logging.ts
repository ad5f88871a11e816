import { join } from 'node:path';
import electronLog from 'electron-log/node.js';
import { describeError, type Log } from '../log.ts';

const LARGEST_BYTES = 2 * 1024 * 1024;

/** The log file of the application: events, codes and counts. No personal data, nothing typed, no tokens, no console output. */
export function openLog(folder: string): Log {
  const logger = electronLog.create({ logId: 'florin' });
  logger.transports.console.level = false;
  logger.transports.file.level = 'info';
  logger.transports.file.maxSize = LARGEST_BYTES;
  logger.transports.file.resolvePathFn = () => join(folder, 'florin.log');
  return {
    info: (event, facts = {}) => logger.info(event, JSON.stringify(facts)),
    problem: (event, facts = {}, error = undefined) =>
      logger.error(event, JSON.stringify(facts), error === undefined ? '' : describeError(error)),
  };
}
