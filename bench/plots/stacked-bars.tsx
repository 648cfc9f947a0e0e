import { scaleLinear } from 'd3-scale';

interface Bars {
  readonly title: string;
  readonly unit: string;
  /** Each bar with the lengths of its pieces, in the order of `pieces`. */
  readonly bars: readonly { readonly name: string; readonly lengths: readonly number[] }[];
  readonly pieces: readonly { readonly name: string; readonly colour: string }[];
}

const WIDTH = 900;
const [LEFT, RIGHT, TOP, BAR, GAP, BOTTOM] = [150, 40, 78, 30, 16, 30];
/** Narrower pieces get no number. */
const NARROWEST = 24;

/** Bars of several pieces each, one below the other, as an SVG picture with its numbers written in it. */
export function StackedBars({ title, unit, bars, pieces }: Bars) {
  const height = TOP + bars.length * (BAR + GAP) + BOTTOM;
  const sums = bars.map(({ lengths }) => lengths.reduce((sum, length) => sum + length, 0));
  const across = scaleLinear([0, Math.max(1, ...sums)], [LEFT, WIDTH - RIGHT]).nice();
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      viewBox={`0 0 ${WIDTH} ${height}`}
      role="img"
      font-family="sans-serif"
      font-size="12"
    >
      <title>{`${title}, in ${unit}: ${bars.map(({ name }, nth) => `${name} ${sums[nth]!.toFixed(1)}`).join(', ')}`}</title>
      <rect width={WIDTH} height={height} fill="#fff" />
      <text x="12" y="22" font-size="16">
        {`${title}, ${unit}`}
      </text>
      {pieces.map(({ name, colour }, nth) => (
        <g key={name}>
          <rect x={12 + (nth % 4) * 200} y={32 + Math.floor(nth / 4) * 18} width="12" height="12" fill={colour} />
          <text x={30 + (nth % 4) * 200} y={42 + Math.floor(nth / 4) * 18}>
            {name}
          </text>
        </g>
      ))}
      {bars.map(({ name, lengths }, row) => {
        const y = TOP + row * (BAR + GAP);
        let from = 0;
        return (
          <g key={name}>
            <text x={LEFT - 8} y={y + BAR / 2 + 4} text-anchor="end">
              {name}
            </text>
            {lengths.map((length, nth) => {
              const x = across(from);
              from += length;
              const width = across(from) - x;
              return (
                <g key={pieces[nth]!.name}>
                  <rect x={x} y={y} width={width} height={BAR} fill={pieces[nth]!.colour} />
                  {width >= NARROWEST && (
                    <text x={x + width / 2} y={y + BAR / 2 + 4} text-anchor="middle" fill="#fff">
                      {length.toFixed(1)}
                    </text>
                  )}
                </g>
              );
            })}
            <text x={across(from) + 4} y={y + BAR / 2 + 4}>
              {sums[row]!.toFixed(1)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
