// What no scrolling brings wholly into sight, or what something else covers then: one line for each such element.
const [selector] = arguments;
const SLACK = 1;
const within = (box, room) =>
  box.left >= room.left - SLACK && box.top >= room.top - SLACK && box.right <= room.right + SLACK && box.bottom <= room.bottom + SLACK;
const clips = (element) => {
  const { overflowX, overflowY } = getComputedStyle(element);
  return overflowX !== "visible" || overflowY !== "visible";
};
const whyNot = (element) => {
  element.scrollIntoView({ block: "nearest", inline: "nearest" });
  const box = element.getBoundingClientRect();
  if (!within(box, { left: 0, top: 0, right: innerWidth, bottom: innerHeight })) return "is outside the window";
  for (let around = element.parentElement; around !== null; around = around.parentElement) {
    if (clips(around) && !within(box, around.getBoundingClientRect())) return `is cut off by ${around.localName}.${around.className}`;
  }
  const hit = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
  return element.contains(hit) ? null : `is covered by ${hit?.localName}.${hit?.className}`;
};
const all = [...document.querySelectorAll(selector)].filter(
  (element) => !element.disabled && element.checkVisibility({ visibilityProperty: true }),
);
if (all.length === 0) return [`there is nothing like ${selector}`];
return all.flatMap((element) => {
  const why = whyNot(element);
  const { left, top, width, height } = element.getBoundingClientRect();
  return why === null ? [] : [`${element.outerHTML.slice(0, 120)} (${[left, top, width, height].map(Math.round)}) ${why}`];
});
