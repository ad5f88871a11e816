/** A measured sum of cells: which cells it adds, what was seen, and the variance of its noise. */
export interface Measurement {
  readonly cells: readonly number[];
  readonly value: number;
  readonly variance: number;
}

/** Generalised least squares by brute force: the best linear unbiased estimate of the sum of `query` cells, and its variance. */
export function generalisedLeastSquares(cellCount: number, measurements: readonly Measurement[], query: readonly number[]) {
  const information = Array.from({ length: cellCount }, () => new Array<number>(cellCount).fill(0));
  const weighted = new Array<number>(cellCount).fill(0);
  for (const { cells, value, variance } of measurements)
    for (const row of cells) {
      weighted[row] = (weighted[row] ?? 0) + value / variance;
      for (const column of cells) {
        const line = information[row];
        if (line !== undefined) line[column] = (line[column] ?? 0) + 1 / variance;
      }
    }
  const indicator = Array.from({ length: cellCount }, (_, cell) => (query.includes(cell) ? 1 : 0));
  const solved = solve(information, indicator);
  const dot = (left: readonly number[], right: readonly number[]) =>
    left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
  return { estimate: dot(solved, weighted), variance: dot(solved, indicator) };
}

/** Gauss and Jordan with row pivoting. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): readonly number[] {
  const rows = matrix.map((row, index) => [...row, right[index] ?? 0]);
  const size = rows.length;
  for (let column = 0; column < size; column += 1) {
    let pivot = column;
    for (let row = column; row < size; row += 1) if (Math.abs(rows[row]?.[column] ?? 0) > Math.abs(rows[pivot]?.[column] ?? 0)) pivot = row;
    const chosen = rows[pivot] ?? [];
    rows[pivot] = rows[column] ?? [];
    rows[column] = chosen;
    for (let row = 0; row < size; row += 1) {
      if (row === column) continue;
      const line = rows[row] ?? [];
      const factor = (line[column] ?? 0) / (chosen[column] ?? 1);
      for (let index = column; index <= size; index += 1) line[index] = (line[index] ?? 0) - factor * (chosen[index] ?? 0);
    }
  }
  return rows.map((row, index) => (row[size] ?? 0) / (row[index] ?? 1));
}
