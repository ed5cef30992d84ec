/* Runs in a browser, around pages in frames: writes down what each of them is like. */
const channels = (colour) => colour.match(/[\d.]+/g).map(Number);

function luminance(colour) {
  const shares = channels(colour).map((channel) => channel / 255);
  const [red, green, blue] = shares.map((share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

const isOpaque = (colour) => colour.startsWith('rgb(') || channels(colour)[3] === 1;

/** The colour behind an element: of the box in a graph, else of the nearest element that has one. */
function behind(view, element) {
  const box = element.closest('.step rect, .step')?.querySelector('rect');
  if (box) {
    return view.getComputedStyle(box).fill;
  }
  for (let each = element; each; each = each.parentElement) {
    const colour = view.getComputedStyle(each).backgroundColor;
    if (isOpaque(colour)) {
      return colour;
    }
  }
  return 'rgb(255, 255, 255)';
}

function leastContrast(view) {
  const found = [...view.document.body.querySelectorAll('*')]
    .filter((element) => element.tagName !== 'title' && [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ''))
    .filter((element) => element.checkVisibility())
    .map((element) => {
      const style = view.getComputedStyle(element);
      return { ratio: contrast(element.closest('svg') ? style.fill : style.color, behind(view, element)), text: element.textContent.trim().slice(0, 40) };
    });
  return found.sort((one, other) => one.ratio - other.ratio)[0];
}

function look(frame) {
  const view = frame.contentWindow;
  const { document } = view;
  const length = (element) => element.getBoundingClientRect().width;
  return {
    width: frame.clientWidth,
    title: document.title,
    reach: document.documentElement.scrollWidth,
    bodyWidth: view.getComputedStyle(document.body).maxWidth,
    paper: view.getComputedStyle(document.documentElement).backgroundColor,
    loaded: view.performance.getEntriesByType('resource').map(({ name }) => name),
    graphs: [...document.querySelectorAll('svg.graph')].filter((graph) => graph.checkVisibility()).map((graph) => graph.getAttribute('class')),
    contrast: leastContrast(view),
    bars: [...document.querySelectorAll('section[aria-labelledby=drift] .bar')]
      .map((bar) => length(bar.querySelectorAll('rect')[1]) / length(bar.querySelector('.track'))),
  };
}

window.addEventListener('load', () => {
  const found = { looks: [...document.querySelectorAll('iframe')].map(look), hacked: 'hacked' in window };
  document.getElementById('found').innerHTML = encodeURIComponent(JSON.stringify(found));
});
