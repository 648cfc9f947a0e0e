/** The style sheet of the operations pages. */
export const operationsCss = `
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; color: #1a1a1a; background: #fff; }
header { background: #1b3a57; padding: .75rem 1.5rem; }
header a { color: #fff; font-weight: 600; text-decoration: none; }
main { max-width: 70rem; margin: 0 auto; padding: 1rem 1.5rem 3rem; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; padding: .5rem 0; font-weight: 600; }
th, td { text-align: left; padding: .45rem .7rem; border-bottom: 1px solid #c9d1d9; vertical-align: top; }
code { font-size: .9em; word-break: break-all; }
a:focus { outline: 3px solid #b35900; outline-offset: 2px; }
.state { border-radius: .25rem; padding: .1rem .5rem; border: 2px solid #555; font-weight: 600; }
.complete { border-color: #1d6b34; color: #1d6b34; }
.running { border-color: #1b3a57; color: #1b3a57; }
.refused, .failed, .stopped { border-color: #a3001b; color: #a3001b; }
.gap { border-left: 5px solid #a3001b; padding: .5rem 1rem; background: #fff4f4; }
svg { margin: 1rem 0; }
svg text { font: 13px system-ui, sans-serif; fill: #1a1a1a; }
.bar { stroke: #6b8fb3; stroke-width: 6; }
.dot { fill: #1b3a57; }
.dot.notifications { fill: #7a3e9d; }
.dot.screening { fill: #1d6b34; }
`;
