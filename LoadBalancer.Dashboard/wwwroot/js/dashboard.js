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
  const { pathname: path, protocol } = new URL(document.baseURI);
  const secure = protocol === "https:" ? "; secure" : "";
  document.cookie = `zone=${encodeURIComponent(zone)}; path=${path}; samesite=strict; max-age=31536000${secure}`;
  system.addEventListener("change", apply);
  apply();

  // Asks whether the login still lasts, which makes it last anew. If it does not, loading the page again leads to the login.
  const checkSession = async () => {
    try {
      if ((await fetch("session", { cache: "no-store" })).status === 401) {
        location.reload();
      }
    } catch {
      // The dashboard is out of reach: the page says so by itself.
    }
  };

  // A dashboard that was restarted knows nothing of this page: load it again. One that refuses the connection may want a login.
  // The event does not bubble, so it is captured.
  document.addEventListener("components-reconnect-state-changed", ({ detail }) => {
    root.dataset.connection = detail.state === "hide" ? "" : "lost";
    if (detail.state === "rejected") {
      location.reload();
    } else if (detail.state === "failed" || (detail.state === "retrying" && detail.secondsToNextAttempt === 0)) {
      void checkSession();
    }
  }, true);

  document.addEventListener("click", (click) => {
    if (click.target.closest?.("[data-action=reload]")) {
      location.reload();
    }
  });

  window.dashboard = {
    checkSession,
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
