// Shows the values of all lines at the pointer, or at the interval that the keyboard has chosen. Listens to the document alone, since
// the dashboard replaces parts of the page at any time.
(() => {
  "use strict";
  const read = new WeakMap();

  const dataOf = (chart) => {
    const text = chart.dataset.trends;
    if (read.get(chart)?.text !== text) {
      read.set(chart, { text, data: JSON.parse(text) });
    }

    return read.get(chart).data;
  };

  const describe = (data, index) => {
    const time = new Date(data.first + index * data.interval).toLocaleTimeString("en-GB");
    const mark = data.marks.find(({ interval }) => interval === index);
    return mark ? `${time} · ${mark.text}` : time;
  };

  const tell = (chart, data, index) => {
    chart.setAttribute("aria-valuenow", index);
    chart.setAttribute("aria-valuetext",
      [describe(data, index), ...data.series.map(({ name, texts }) => `${name} ${texts[index]}`)].join(", "));
  };

  const choose = (chart, wanted) => {
    const data = dataOf(chart);
    const index = Math.min(Math.max(wanted, 0), data.count - 1);
    const x = `${((index + 0.5) / data.count) * 100}%`;
    for (const line of chart.querySelectorAll(".cursor")) {
      line.setAttribute("x1", x);
      line.setAttribute("x2", x);
    }

    for (const value of chart.querySelectorAll("[data-series]")) {
      value.textContent = data.series[Number(value.dataset.series)].texts[index];
    }

    chart.querySelector("[data-at]").textContent = describe(data, index);
    chart.dataset.index = index;
    tell(chart, data, index);
  };

  const leave = (chart) => {
    const data = dataOf(chart);
    delete chart.dataset.index;
    chart.querySelector("[data-at]").textContent = "";
    tell(chart, data, data.count - 1);
  };

  const chartAt = (target) => target instanceof Element ? target.closest("[data-trends]") : null;

  document.addEventListener("pointermove", ({ target, clientX }) => {
    const chart = chartAt(target);
    for (const other of document.querySelectorAll("[data-trends][data-index]")) {
      if (other !== chart && other !== document.activeElement) {
        leave(other);
      }
    }

    if (chart) {
      const { left, width } = chart.querySelector(".trend-chart").getBoundingClientRect();
      const axis = Number(chart.dataset.left);
      choose(chart, Math.floor(((clientX - left - axis) / (width - axis)) * dataOf(chart).count));
    }
  });

  document.addEventListener("pointerout", ({ target, relatedTarget }) => {
    const chart = chartAt(target);
    if (chart && !chart.contains(relatedTarget) && chart.dataset.index !== undefined) {
      leave(chart);
    }
  });

  document.addEventListener("focusout", ({ target }) => {
    if (target instanceof Element && target.matches("[data-trends][data-index]")) {
      leave(target);
    }
  });

  document.addEventListener("keydown", (press) => {
    const { target, key } = press;
    if (!(target instanceof Element) || !target.matches("[data-trends]")) {
      return;
    }

    const last = dataOf(target).count - 1;
    const present = Number(target.dataset.index ?? last);
    const next = {
      ArrowLeft: present - 1, ArrowDown: present - 1, ArrowRight: present + 1, ArrowUp: present + 1,
      PageUp: present - 30, PageDown: present + 30, Home: 0, End: last,
    }[key];
    if (next !== undefined) {
      press.preventDefault();
      choose(target, next);
    } else if (key === "Escape" && target.dataset.index !== undefined) {
      leave(target);
    }
  });

  // New values arrive while an interval is chosen.
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      if (target.dataset.index !== undefined) {
        choose(target, Number(target.dataset.index));
      }
    }
  }).observe(document.documentElement, { subtree: true, attributeFilter: ["data-trends"] });
})();
