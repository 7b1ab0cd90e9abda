// Answers the one element that a person with a screen reader would find: of this role ("field" for anything to fill in),
// with this name, in the topmost dialog if one is open. Otherwise why there is none, as text.
// A role such as "navigation button" means a button in the navigation.
const [path, name] = arguments;
const [role, landmark] = path.split(" ").reverse();
const dialogs = document.querySelectorAll("dialog:modal, [aria-modal=true]");
const root = dialogs[dialogs.length - 1] ?? document.body;
const menus = document.querySelectorAll("[role=menu]");
const isField = (element) => element.matches("input, select, textarea");
const roleOf = (element) => axe.commons.aria.getRole(element, { noPresentational: true });
axe.setup(document.documentElement);
try {
  const all = [...root.querySelectorAll("*")];
  const within = role.startsWith("menuitem")
    ? menus[menus.length - 1]
    : landmark === undefined
      ? root
      : all.find((element) => roleOf(element) === landmark);
  if (within === undefined) return `there is no ${landmark ?? "menu"} on the screen`;
  const candidates = [...within.querySelectorAll("*")]
    .filter((element) => (role === "field" ? isField(element) : roleOf(element) === role))
    .filter((element) => element.checkVisibility({ visibilityProperty: true }) && axe.commons.dom.isVisibleToScreenReaders(element))
    .map((element) => ({ element, name: axe.commons.text.accessibleText(element).replace(/\s+/g, " ").trim() }));
  const exact = candidates.filter((it) => it.name === name);
  const found = exact.length > 0 ? exact : candidates.filter((it) => it.name.startsWith(name));
  if (found.length === 1) {
    const { element } = found[0];
    return element.disabled || element.ariaDisabled === "true" ? `the ${role} “${name}” is disabled` : element;
  }
  const names = (found.length > 0 ? found : candidates).map((it) => `“${it.name}”`).slice(0, 40).join(", ");
  return `${found.length} of role ${path} named “${name}”; there are: ${names || "none"}`;
} finally {
  axe.teardown();
}
