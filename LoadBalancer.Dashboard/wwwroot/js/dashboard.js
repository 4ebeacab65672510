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
  // The event does not bubble, so it is captured. An open dialog makes everything else inert: the notice must then be a modal one, too.
  document.addEventListener("components-reconnect-state-changed", ({ detail, target }) => {
    root.dataset.connection = detail.state === "hide" ? "" : "lost";
    if (detail.state === "hide") {
      target.close();
    } else if (!target.open && document.querySelector("dialog:modal")) {
      target.showModal();
    }

    if (detail.state === "rejected") {
      location.reload();
    } else if (detail.state === "failed" || (detail.state === "retrying" && detail.secondsToNextAttempt === 0)) {
      void checkSession();
    }
  }, true);

  // Only pages that were loaded safely, or from this machine, may write to the clipboard: elsewhere the buttons stay hidden.
  if (isSecureContext && navigator.clipboard) {
    root.dataset.clipboard = "";
  }

  const copy = async (button) => {
    const status = document.querySelector("[data-copied]");
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      status.textContent = "Copied.";
      button.dataset.done = "";
      setTimeout(() => delete button.dataset.done, 1_500);
    } catch {
      status.textContent = "The browser did not allow copying.";
    }
  };

  // "/" goes to the search, except where it is typed, or where the search is out of reach.
  document.addEventListener("keydown", (press) => {
    const { target, key } = press;
    const isTyped = target instanceof Element && (target.isContentEditable || target.matches("input, textarea, select, [role=menuitem]"));
    if (key === "/" && !press.ctrlKey && !press.altKey && !press.metaKey && !isTyped && !document.querySelector("dialog:modal")) {
      press.preventDefault();
      document.querySelector("[data-search]")?.focus();
    }
  });

  // Dialogs close without asking the dashboard, so that they also do while it is out of reach: by their button, and by a click on
  // what is around them that began there (who selects text may end it there).
  let pressed = null;
  document.addEventListener("pointerdown", ({ target }) => {
    pressed = target;
  });

  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-action]");
    if (button?.dataset.action === "reload") {
      location.reload();
    } else if (button?.dataset.action === "close" || (target === pressed && target.matches(".dialog"))) {
      target.closest("dialog").close();
    } else if (target.closest?.("[data-copy]")) {
      void copy(target.closest("[data-copy]"));
    } else if (button?.dataset.action === "dismiss") {
      // It is about to go: the focus moves to the next message, or to the top of the page.
      const others = [...document.querySelectorAll("[data-action=dismiss]")].filter((other) => other !== button);
      (others[0] ?? document.querySelector("h1"))?.focus();
    }
  });

  window.dashboard = {
    checkSession,
    openDialog: (dialog) => dialog?.showModal(),
    closeDialog: (dialog) => dialog?.close(),
    focusHeading: () => document.querySelector("h1")?.focus({ preventScroll: true }),
    focusInvalid: (dialog) => dialog?.querySelector("[aria-invalid=true]")?.focus(),
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
