// What axe-core finds wrong with the page once it has come to rest, one line for each element.
const done = arguments[arguments.length - 1];
// Colours on their way from one to the other are not what anybody reads.
const passing = document.getAnimations().filter((it) => Number.isFinite(it.effect?.getComputedTiming().endTime));
Promise.allSettled(passing.map((it) => it.finished))
  .then(() => axe.run(document, { resultTypes: ["violations"] }))
  .then((result) =>
    done(
      result.violations.flatMap((rule) =>
        rule.nodes.map((node) => `${rule.id} (${rule.impact}): ${node.target.join(" ")}\n    ${node.html}\n    ${node.failureSummary}`),
      ),
    ),
  )
  .catch((error) => done([`axe-core failed: ${error}`]));
