import { expect, test } from 'vitest';
import { readStartOptions, readTourOptions } from '../../../scripts/demo/options.ts';

const HOME = { XDG_DATA_HOME: '/data', INIT_CWD: '/here' };

test('without options a pilot market of 10,000 customers is made and kept', () => {
  expect(readStartOptions([], HOME)).toEqual({
    market: 'pilot',
    customers: 10_000,
    directory: '/data/florin/pilot-10000',
    isExitWhenReady: false,
  });
});

test('every market and size has a place of its own', () => {
  const { market, customers, directory } = readStartOptions(['--market', 'scale', '--customers', '1260000'], HOME);
  expect({ market, customers, directory }).toEqual({ market: 'scale', customers: 1_260_000, directory: '/data/florin/scale-1260000' });
  expect(readStartOptions(['--market', 'scale'], HOME).directory).toBe('/data/florin/scale-100000');
  expect(readStartOptions(['--data', 'bank'], HOME).directory).toBe('/here/bank');
});

test('a number of customers is digits alone', () => {
  for (const text of ['1e5', '0x10', '-5', '+5', '1.5', '1_000', '1,260,000', '1 000', '', '0', '10000001', '99999999999', 'many'])
    expect(() => readStartOptions([`--customers=${text}`], HOME), text).toThrow(/--customers is a whole number from 1 to 10000000/);
});

test('another market and an unknown option are refused by name', () => {
  expect(() => readStartOptions(['--market', 'belgium'], HOME)).toThrow('--market is pilot or scale, not belgium');
  expect(() => readStartOptions(['--customer', '5'], HOME)).toThrow(/--customer/);
  expect(() => readStartOptions(['scale'], HOME)).toThrow(/scale/);
});

test('a tour keeps a market that was named, and makes one of its own otherwise', () => {
  expect(readTourOptions(['--out', 'pictures'], HOME)).toMatchObject({ out: '/here/pictures', isKept: false, market: 'pilot' });
  expect(readTourOptions(['--customers', '2000'], HOME)).toMatchObject({ isKept: false, customers: 2_000 });
  expect(readTourOptions(['--market', 'scale'], HOME)).toMatchObject({ isKept: true, directory: '/data/florin/scale-100000' });
});
