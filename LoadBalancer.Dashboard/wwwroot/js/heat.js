// Shows the values of the heat map at the pointer, or at the half minute and server that the keyboard has chosen. Listens to the document
// alone, since the dashboard replaces parts of the page at any time.
(() => {
  "use strict";
  const rowsOf = (map) => [...map.querySelectorAll("tr[data-cells]")];

  const columnsOf = (row) => row.dataset.cells.split(";");

  const count = (number, one, several) => `${Number(number).toLocaleString("en-US")} ${number === "1" ? one : several}`;

  const describe = (map, row, column) => {
    const time = new Date(Number(map.dataset.first) + column * Number(map.dataset.column)).toLocaleTimeString("en-GB");
    const [p99, requests, failures, errors] = columnsOf(row)[column].split(",");
    return `${time} \u00b7 ${row.dataset.server}: p99 ${p99}, ${count(requests, "request", "requests")}, `
      + `${count(failures, "failed attempt", "failed attempts")}, ${count(errors, "5xx response", "5xx responses")}`;
  };

  const show = (map, text, column) => {
    const slider = map.querySelector("[role=slider]");
    slider.querySelector("[data-at]").textContent = text ?? "";
    slider.setAttribute("aria-valuetext", text ?? slider.dataset.hint);
    slider.setAttribute("aria-valuenow", column ?? slider.getAttribute("aria-valuemax"));
  };

  const leave = (map) => {
    map.querySelector("[data-chosen]")?.removeAttribute("data-chosen");
    delete map.dataset.server;
    show(map);
  };

  const choose = (map, row, wanted) => {
    const column = Math.min(Math.max(wanted, 0), columnsOf(row).length - 1);
    map.querySelector("[data-chosen]")?.removeAttribute("data-chosen");
    row.setAttribute("data-chosen", "");
    row.querySelector(".heat-cursor").setAttribute("x", column);
    map.dataset.server = row.dataset.server;
    map.dataset.at = column;
    show(map, describe(map, row, column), column);
  };

  const mapAt = (target) => target instanceof Element ? target.closest("[data-heat]") : null;

  const point = ({ target, clientX }) => {
    const map = mapAt(target);
    const strip = map && target.closest(".strip-cell")?.querySelector(".heat-strip");
    const row = strip?.closest("tr[data-cells]");
    if (row) {
      const { left, width } = strip.getBoundingClientRect();
      choose(map, row, Math.floor(((clientX - left) / width) * columnsOf(row).length));
    } else if (map?.dataset.server !== undefined && !map.contains(document.activeElement)) {
      leave(map);
    }
  };

  document.addEventListener("pointermove", point);
  document.addEventListener("pointerdown", point);

  document.addEventListener("pointerout", ({ target, relatedTarget }) => {
    const map = mapAt(target);
    if (map?.dataset.server !== undefined && !map.contains(relatedTarget) && !map.contains(document.activeElement)) {
      leave(map);
    }
  });

  document.addEventListener("focusout", ({ target }) => {
    const map = mapAt(target);
    if (map?.dataset.server !== undefined && target.matches("[role=slider]")) {
      leave(map);
    }
  });

  document.addEventListener("keydown", (press) => {
    const { target, key } = press;
    const map = mapAt(target);
    if (!map || !target.matches("[role=slider]")) {
      return;
    }

    const rows = rowsOf(map);
    const place = rows.findIndex((row) => row.dataset.server === map.dataset.server);
    const row = Math.max(place, 0);
    const last = columnsOf(rows[row]).length - 1;
    const column = place < 0 ? last : Number(map.dataset.at);
    const next = {
      ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1], ArrowUp: [row - 1, column], ArrowDown: [row + 1, column],
      PageUp: [row, column - 10], PageDown: [row, column + 10], Home: [row, 0], End: [row, last],
    }[key];
    if (next !== undefined) {
      press.preventDefault();
      // The first key begins at the newest half minute of the first server.
      choose(map, rows[Math.min(Math.max(place < 0 ? 0 : next[0], 0), rows.length - 1)], place < 0 && key !== "Home" ? last : next[1]);
    } else if (key === "Escape" && map.dataset.server !== undefined) {
      leave(map);
    }
  });

  // New values arrive, or another page of servers, while a half minute is chosen.
  new MutationObserver((changes) => {
    for (const map of new Set(changes.map(({ target }) => mapAt(target)).filter((map) => map?.dataset.server !== undefined))) {
      const row = rowsOf(map).find(({ dataset }) => dataset.server === map.dataset.server);
      if (row) {
        choose(map, row, Number(map.dataset.at));
      } else {
        leave(map);
      }
    }
  }).observe(document.documentElement, { subtree: true, attributeFilter: ["data-cells", "data-first"] });
})();
