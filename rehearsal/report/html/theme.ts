/** Colours by what they are for. */
export interface Palette {
  readonly paper: string;
  readonly ink: string;
  /** Second in rank, still read. */
  readonly soft: string;
  /** Hairlines, and the ground of bars. */
  readonly line: string;
  /** What holds code. */
  readonly shade: string;
  /** Bars and marks. */
  readonly mark: string;
  readonly good: string;
  readonly goodGround: string;
  readonly bad: string;
  readonly badGround: string;
  readonly waiting: string;
  readonly waitingGround: string;
  readonly idle: string;
  readonly idleGround: string;
}

export const LIGHT: Palette = {
  paper: '#fcfbf9',
  ink: '#1d1c1a',
  soft: '#625f59',
  line: '#e4e1da',
  shade: '#f3f1ec',
  mark: '#35618e',
  good: '#1f6b47',
  goodGround: '#edf5f0',
  bad: '#ab261c',
  badGround: '#fbeeec',
  waiting: '#855700',
  waitingGround: '#faf3e3',
  idle: '#625f59',
  idleGround: '#f3f1ec',
};

export const DARK: Palette = {
  paper: '#171716',
  ink: '#eceae5',
  soft: '#a8a49c',
  line: '#353330',
  shade: '#21201f',
  mark: '#86b3dd',
  good: '#82c9a2',
  goodGround: '#1b2821',
  bad: '#f19a91',
  badGround: '#321f1d',
  waiting: '#ddb566',
  waitingGround: '#2d2718',
  idle: '#a8a49c',
  idleGround: '#242322',
};

const variables = (palette: Palette) => Object.entries(palette).map(([name, colour]) => `--${name}:${colour}`).join(';');

const TONES = ['good', 'bad', 'waiting', 'idle'].map((tone) => `
.badge.${tone},h1.${tone} svg,.sign.${tone}{color:var(--${tone})}
.step.${tone} rect{fill:var(--${tone}Ground);stroke:var(--${tone})}`).join('');

/** Everything that the page looks like. It names no address: fonts are those of the reader's system. */
export const STYLE = `
:root{color-scheme:light dark;${variables(LIGHT)}}
@media (prefers-color-scheme:dark){:root{${variables(DARK)}}}
*{box-sizing:border-box}
html{background:var(--paper);color:var(--ink);-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0 auto;max-width:1120px;padding:56px 40px 72px;font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
h1,h2,h3,p,dl,dd,ul,ol,figure{margin:0}
h1{display:flex;align-items:center;gap:12px;font-size:40px;line-height:1.15;font-weight:600;letter-spacing:-.022em}
h1 svg{flex:none}
h2{font-size:20px;line-height:1.3;font-weight:600;letter-spacing:-.01em;margin-bottom:16px}
h3{font-size:15px;line-height:1.4;font-weight:600}
.over{color:var(--soft);margin-bottom:8px}
.lead{font-size:20px;color:var(--soft);margin-top:4px}
.soft,.note{color:var(--soft)}
.note{font-size:13px;margin-top:10px;max-width:72ch}
section{border-top:1px solid var(--line);margin-top:48px;padding-top:28px;min-width:0}
section h3{margin:28px 0 8px}
h2+h3,h2+.pair h3,figcaption h3{margin-top:0}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(140px,1fr));gap:20px 28px}
header .facts{margin-top:36px}
dt{font-size:13px;color:var(--soft)}
dd{font-size:17px;font-weight:500}
dd .code{font-size:15px;font-weight:400}
header dd{font-size:24px;line-height:1.3;letter-spacing:-.01em}
.pair{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:0 56px}
table{width:100%;border-collapse:collapse;text-align:left}
th,td{padding:8px 20px 8px 0;vertical-align:top;border-bottom:1px solid var(--line)}
tr>:last-child{padding-right:0}
tbody tr:last-child>*{border-bottom:0}
thead th{font-size:13px;font-weight:400;color:var(--soft);padding-top:0}
tbody th{font-weight:500}
td{white-space:pre-wrap}
.number{text-align:right;white-space:nowrap}
.badge+.soft{margin-left:10px}
.badge{display:inline-flex;align-items:center;gap:6px;font-weight:500;white-space:nowrap}
.badge.idle{white-space:normal;min-width:72px}
.badge svg{flex:none}
.sign{fill:none;stroke:currentColor;stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}
.code,pre{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
pre{margin:0;padding:14px 16px;background:var(--shade);border-radius:6px;white-space:pre-wrap;max-height:320px;overflow:auto}
ul,ol{padding-left:20px}
li{padding:3px 0}
li::marker{color:var(--soft)}
.reason{border-left:3px solid var(--bad);padding:2px 0 2px 14px;margin-top:14px;white-space:pre-wrap;max-width:96ch}
a{color:inherit;text-underline-offset:3px}
.reason strong{display:block;font-weight:600;color:var(--bad)}
figure+figure{margin-top:36px}
figcaption{display:flex;flex-wrap:wrap;align-items:baseline;gap:2px 12px;margin-bottom:12px}
.scroll{overflow-x:auto;padding-bottom:2px}
.graph{display:block}
.graph.down{display:none}
.graph text{fill:var(--ink);font-size:13px}
.graph .name{font-weight:600}
.graph .type,.graph .time{fill:var(--soft);font-size:12px}
.step rect{stroke-width:1}
.arrow{fill:none;stroke:var(--soft);stroke-width:1.2;stroke-linecap:round;stroke-linejoin:round}
details{margin-top:12px}
summary{cursor:pointer;color:var(--soft);font-size:13px;width:fit-content}
summary:hover{color:var(--ink)}
details>table,details>pre{margin-top:12px}
:focus-visible{outline:2px solid var(--mark);outline-offset:3px;border-radius:3px}
.bar{display:block;height:16px;margin-top:4px;overflow:visible}
.bar .track{fill:var(--line)}
.bar .under,.bar .mark{fill:var(--mark)}
.bar .over{fill:var(--bad)}
.bar line{stroke:var(--ink);stroke-width:1.5}
.bar .ground{stroke:var(--line);stroke-width:1}
.bars th[scope=row]{width:34%}
.bars .number{width:1%}
.timeline th[scope=row]{width:12%}
.timeline td.text{width:38%;white-space:normal}
.timeline td.number{width:8%}
footer{border-top:1px solid var(--line);margin-top:56px;padding-top:20px;font-size:13px;color:var(--soft)}
footer p{max-width:84ch}
footer p+p{margin-top:6px}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
${TONES}
@media (max-width:760px){
body{padding:32px 20px 48px}
h1{font-size:30px}
h1 svg{width:26px;height:26px}
header .facts{margin-top:28px;grid-template-columns:repeat(2,minmax(0,1fr))}
section{margin-top:36px;padding-top:24px}
.pair{grid-template-columns:minmax(0,1fr)}
.pair>div+div>h3{margin-top:28px}
.graph.across{display:none}
.graph.down{display:block}
th,td{padding-right:12px}
.timeline .aside{display:none}
.timeline table{table-layout:fixed}
.timeline thead th:first-child{width:25%}
.timeline thead .number{width:18%}
.timeline td.text{width:auto}
.checks thead{display:none}
.checks tr{display:grid;grid-template-columns:minmax(0,1fr) auto;border-bottom:1px solid var(--line);padding:8px 0}
.checks tr>*{border:0;padding:0}
.checks td:last-child{grid-column:1/-1;color:var(--soft)}
.bars tr{display:grid;grid-template-columns:minmax(0,1fr) auto;border-bottom:1px solid var(--line);padding:8px 0}
.bars thead tr{padding-top:0}
.bars tr>*,.bars th[scope=row]{border:0;padding:0;width:auto}
.bars .aside{order:1;grid-column:1/-1}
.bars thead .aside{display:none}
.bars tbody tr:last-child,.checks tbody tr:last-child{border-bottom:0}
}
@media print{body{padding:0;max-width:none}section,figure{break-inside:avoid}}
`;
