// The keys of menus: the button opens one, arrows, Home, End and first letters move in it, Escape and Tab leave it, and the browser
// returns the focus to the button. Listens to the document alone, since the dashboard replaces parts of the page at any time.
(() => {
  "use strict";
  const itemsOf = (menu) => [...menu.querySelectorAll("[role=menuitem]:not(:disabled)")];

  const isMenu = (element) => element instanceof Element && element.matches("[popover][role=menu]");

  const menuOf = (button) => document.getElementById(button.getAttribute("popovertarget"));

  const open = (menu, place) => {
    menu.showPopover();
    itemsOf(menu).at(place)?.focus();
  };

  /** Returns the item to go to from the one at a place, or undefined if the key does not move the focus. */
  const next = (items, place, key) => {
    const forwards = (place + 1) % items.length;
    const moved = { ArrowDown: forwards, ArrowUp: place < 0 ? -1 : place - 1, Home: 0, End: -1 }[key];
    if (moved !== undefined) {
      return items.at(moved);
    }

    const letter = key.length === 1 ? key.toLowerCase() : " ";
    return [...items.slice(forwards), ...items.slice(0, forwards)]
      .find((item) => item.textContent.trim().toLowerCase().startsWith(letter));
  };

  document.addEventListener("keydown", (press) => {
    const { target, key } = press;
    if (!(target instanceof Element) || press.ctrlKey || press.altKey || press.metaKey) {
      return;
    }

    const button = target.closest("[aria-haspopup=menu]");
    const menu = target.closest("[popover][role=menu]");
    if (button && (key === "ArrowDown" || key === "ArrowUp")) {
      press.preventDefault();
      open(menuOf(button), key === "ArrowUp" ? -1 : 0);
    } else if (menu && key === "Tab") {
      // The focus is at the button again, from where the key then moves it.
      menu.hidePopover();
    } else if (menu && itemsOf(menu).length > 0) {
      const items = itemsOf(menu);
      const item = next(items, items.indexOf(target), key);
      if (item) {
        press.preventDefault();
        item.focus();
      }
    }
  });

  // Opened by a click, by Enter, or by Space. The event does not bubble, so it is captured.
  document.addEventListener("toggle", ({ target, newState }) => {
    if (newState === "open" && isMenu(target) && !target.contains(document.activeElement)) {
      itemsOf(target)[0]?.focus();
    }
  }, true);
})();
