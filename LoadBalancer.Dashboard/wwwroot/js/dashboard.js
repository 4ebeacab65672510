// What only the browser knows: its time zone, and which of the two looks its viewer likes.
// A classic script in the head, so that the look is right before anything is painted.
(() => {
  "use strict";
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");

  const choice = () => {
    try {
      const stored = localStorage.getItem("theme");
      return stored === "light" || stored === "dark" ? stored : "system";
    } catch {
      return "system";
    }
  };

  const apply = () => {
    const chosen = choice();
    root.dataset.theme = chosen === "system" ? (system.matches ? "dark" : "light") : chosen;
  };

  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  document.cookie = `zone=${encodeURIComponent(zone)}; path=/; samesite=strict; max-age=31536000`;
  system.addEventListener("change", apply);
  apply();

  // The dashboard was started again and knows nothing of this page: load it anew. The event does not bubble, so it is caught on its way down.
  document.addEventListener("components-reconnect-state-changed", (change) => {
    root.dataset.connection = change.detail.state === "hide" ? "" : "lost";
    if (change.detail.state === "rejected") {
      location.reload();
    }
  }, { capture: true });

  window.dashboard = {
    zone: () => zone,
    theme: choice,
    setTheme: (theme) => {
      try {
        localStorage.setItem("theme", theme);
      } catch {
        // Storage may be forbidden: the choice then lasts as long as the page.
      }

      if (theme === "light" || theme === "dark") {
        root.dataset.theme = theme;
      } else {
        apply();
      }
    },
  };
})();
