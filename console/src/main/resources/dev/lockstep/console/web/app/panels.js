// The panels of the front page, in their order. A new one gets a line here and nothing else:
// `elements/<name>.js` defines `<ls-name>`. Place: a row of its own, or left or right below those.

const PANELS = [
  { name: "verdict-line", place: "row" },
  { name: "tables", place: "row" },
  { name: "charts", place: "row" },
  { name: "verdicts", place: "left" },
  { name: "alerts", place: "right" },
  { name: "components", place: "right" },
  { name: "dead-letters", place: "right" },
];

for (const { name } of PANELS) import(`./elements/${name}.js`);

/** A new element for each panel of a place; each draws itself as soon as its module is there. */
export function panelsAt(place) {
  return PANELS.filter((panel) => panel.place === place)
    .map(({ name }) => document.createElement(`ls-${name}`));
}
