/** The present, as far as "3 minutes ago" needs it. */
const TICK_MS = 20_000;

class Clock {
  now = $state(Date.now());

  constructor() {
    // The page lives as long as the program: nothing ever stops this clock.
    setInterval(() => (this.now = Date.now()), TICK_MS);
  }
}

export const clock = new Clock();
