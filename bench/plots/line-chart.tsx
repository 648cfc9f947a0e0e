import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';

export interface Series {
  readonly name: string;
  readonly colour: string;
  /** x, and y or null where there is a break. */
  readonly points: readonly (readonly [number, number | null])[];
}

export interface Chart {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly series: readonly Series[];
  /** Upright lines with a name: where a part of the measurement begins. */
  readonly marks?: readonly { readonly at: number; readonly name: string }[];
}

const [WIDTH, HEIGHT] = [900, 320];
const FRAME = { left: 70, right: 20, top: 60, bottom: 45 };

/** Lines over time or another number, as an SVG picture that says in words what it shows. */
export function LineChart({ title, x, y, series, marks = [] }: Chart) {
  const all = series.flatMap(({ points }) => points);
  const across = scaleLinear([0, Math.max(1, ...all.map(([at]) => at))], [FRAME.left, WIDTH - FRAME.right]);
  const up = scaleLinear(
    [0, Math.max(1, ...all.map(([, value]) => value ?? 0))],
    [HEIGHT - FRAME.bottom, FRAME.top],
  ).nice();
  const path = line<readonly [number, number | null]>()
    .defined(([, value]) => value !== null)
    .x(([at]) => across(at))
    .y(([, value]) => up(value ?? 0));
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      font-family="sans-serif"
      font-size="12"
    >
      <title>{`${title}: ${y} over ${x}`}</title>
      <rect width={WIDTH} height={HEIGHT} fill="#fff" />
      <text x={FRAME.left} y="20" font-size="16">
        {title}
      </text>
      {up.ticks(5).map((value) => (
        <g key={value}>
          <line x1={FRAME.left} x2={WIDTH - FRAME.right} y1={up(value)} y2={up(value)} stroke="#ddd" />
          <text x={FRAME.left - 8} y={up(value) + 4} text-anchor="end">
            {value.toLocaleString('en')}
          </text>
        </g>
      ))}
      {across.ticks(10).map((value) => (
        <text key={value} x={across(value)} y={HEIGHT - FRAME.bottom + 16} text-anchor="middle">
          {value}
        </text>
      ))}
      {marks.map(({ at, name }, nth) => (
        <g key={name}>
          <line
            x1={across(at)}
            x2={across(at)}
            y1={FRAME.top}
            y2={HEIGHT - FRAME.bottom}
            stroke="#999"
            stroke-dasharray="4 3"
          />
          <text x={across(at) + 3} y={FRAME.top - 4 - (nth % 2) * 11} fill="#555" font-size="10">
            {name}
          </text>
        </g>
      ))}
      {series.map(({ name, colour, points }, nth) => (
        <g key={name}>
          <path d={path(points) ?? ''} fill="none" stroke={colour} stroke-width="1.5" />
          <text x={FRAME.left + nth * 160} y="38" fill={colour}>
            {name}
          </text>
        </g>
      ))}
      <text x={WIDTH - FRAME.right} y={HEIGHT - 8} text-anchor="end">
        {x}
      </text>
      <text x={FRAME.left - 8} y={FRAME.top - 12} text-anchor="end">
        {y}
      </text>
    </svg>
  );
}
