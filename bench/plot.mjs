// Draws the main figures as bars, in one SVG that can be read in light and dark, and
// whose words say everything that its bars show. Must not know where they come from.

const WIDTH = 760;
const LABEL = 225;
const BAR = 22;
const GAP = 8;
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** `of` gives a key's `{ low, middle, high }`. */
export function plot(rows, of) {
  const panels = [
    {
      title: "First question answerable, ms, CPU throttled 4x",
      of: (row) => of(`${row.id} first 4x`),
    },
    {
      title: "Answer to next question, ms, CPU throttled 4x",
      of: (row) => of(`${row.id} step 4x`),
    },
    {
      title: "Bytes before the first question, KB, Brotli",
      of: (row) => ({ middle: row.bytes / 1000 }),
    },
  ];
  const parts = [];
  const said = [];
  let y = 0;
  for (const panel of panels) {
    const values = rows.map(panel.of);
    const most = Math.max(...values.map((it) => it.high ?? it.middle));
    const scale = (value) => (value / most) * (WIDTH - LABEL - 80);
    parts.push(`<text class="title" x="0" y="${y + 18}">${escaped(panel.title)}</text>`);
    y += 32;
    rows.forEach((row, at) => {
      const { low, middle, high } = values[at];
      const text = middle >= 100 ? Math.round(middle).toLocaleString("en-GB") : middle.toFixed(1);
      const centre = y + BAR / 2;
      parts.push(
        `<text class="${row.own ? "own-name" : "name"}" x="${LABEL - 8}" y="${centre + 5}">${escaped(row.name)}</text>`,
        `<rect class="${row.own ? "own" : "peer"}" x="${LABEL}" y="${y}" width="${scale(middle).toFixed(1)}" height="${BAR}"/>`,
      );
      if (high !== undefined) {
        const [from, to] = [low, high].map((value) => (LABEL + scale(value)).toFixed(1));
        parts.push(
          `<path class="spread" d="M${from} ${centre}H${to}M${from} ${centre - 5}v10M${to} ${centre - 5}v10"/>`,
        );
      }
      parts.push(
        `<text class="value" x="${(LABEL + scale(high ?? middle) + 8).toFixed(1)}" y="${centre + 5}">${text}</text>`,
      );
      y += BAR + GAP;
    });
    said.push(
      `${panel.title}: ${rows.map((row, at) => `${row.name} ${values[at].middle >= 100 ? Math.round(values[at].middle) : values[at].middle.toFixed(1)}`).join(", ")}.`,
    );
    y += 20;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-16 -8 ${WIDTH + 32} ${y}" role="img" aria-labelledby="title desc">
<title id="title">guidance-widget beside its peers</title>
<desc id="desc">${escaped(said.join(" "))} Medians; the lines across the ends span the middle half of the measurements.</desc>
<style>
svg { background: #fff; font: 15px system-ui, sans-serif; fill: #0b0c0c; }
.title, .own-name { font-weight: 700; }
.name, .own-name { text-anchor: end; }
.own { fill: #1d70b8; }
.peer { fill: #8a939b; }
.spread { stroke: #0b0c0c; stroke-width: 1.5; fill: none; }
@media (prefers-color-scheme: dark) {
svg { background: #0d1117; fill: #f0f3f6; }
.own { fill: #5694ca; }
.peer { fill: #6b747d; }
.spread { stroke: #f0f3f6; }
}
</style>
${parts.join("\n")}
</svg>
`;
}
