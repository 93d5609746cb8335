// Reads the charts: pointer or arrow keys choose a place on the run, every panel marks it,
// and the readout says what was measured there. The page is whole without this script.
(function () {
  "use strict";
  var source = document.getElementById("readings");
  var box = document.getElementById("readout");
  if (!source || !box) return;
  var data = JSON.parse(source.textContent);
  var rows = data.rows, ends = data.ends, hint = box.innerHTML;
  var plots = Array.prototype.slice.call(document.querySelectorAll(".plot[data-distance]"));
  if (!rows.length || !plots.length) return;
  var NS = "http://www.w3.org/2000/svg";
  var now = -1;

  // The crosses: one line for each panel that has distance across. Over each chart lies a
  // slider that takes pointer and keys, so that the chart itself stays a picture.
  var lines = [], sliders = [];
  plots.forEach(function (plot) {
    var views = [];
    plot.querySelectorAll("[data-panels]").forEach(function (view) {
      var svg = view.querySelector("svg");
      var panels = JSON.parse(view.getAttribute("data-panels"));
      views.push({ svg: svg, first: panels[0] });
      panels.forEach(function (p) {
        var line = document.createElementNS(NS, "line");
        line.setAttribute("class", "cross");
        line.setAttribute("y1", p.top);
        line.setAttribute("y2", p.bottom);
        line.style.display = "none";
        svg.appendChild(line);
        lines.push({ line: line, panel: p });
      });
    });
    var slider = document.createElement("div");
    slider.className = "slider";
    slider.tabIndex = 0;
    slider.setAttribute("role", "slider");
    slider.setAttribute("aria-label", "Place on the run");
    slider.setAttribute("aria-valuemin", 0);
    slider.setAttribute("aria-valuemax", rows.length - 1);
    slider.setAttribute("aria-valuenow", 0);
    slider.setAttribute("aria-valuetext", "none chosen");
    slider.addEventListener("pointermove", function (e) { pointed(e, views); });
    slider.addEventListener("pointerdown", function (e) { pointed(e, views); });
    slider.addEventListener("pointerleave", function (e) {
      if (e.pointerType === "mouse" && document.activeElement !== slider) hide();
    });
    slider.addEventListener("keydown", keyed);
    plot.appendChild(slider);
    sliders.push(slider);
  });

  // The reading whose stretch of the run holds a distance; ends rise.
  function at(distance) {
    var low = 0, high = ends.length - 1;
    while (low < high) {
      var mid = (low + high) >> 1;
      if (ends[mid] < distance) low = mid + 1; else high = mid;
    }
    return low;
  }
  function middle(i) { return ((i ? ends[i - 1] : 0) + ends[i]) / 2; }

  function show(i) {
    if (i === now) return;
    now = i;
    var row = rows[i], x = middle(i);
    var list = document.createElement("dl");
    data.names.forEach(function (name, k) {
      var cell = document.createElement("div");
      var dt = document.createElement("dt"), dd = document.createElement("dd");
      dt.textContent = name;
      dd.textContent = row[k];
      if (row[k] !== data.absent && data.units[k]) {
        var unit = document.createElement("small");
        unit.textContent = " " + data.units[k];
        dd.appendChild(unit);
      }
      cell.appendChild(dt);
      cell.appendChild(dd);
      list.appendChild(cell);
    });
    box.replaceChildren(list);
    lines.forEach(function (l) {
      var p = l.panel, px = p.left + (x - p.from) / (p.to - p.from) * (p.right - p.left);
      var inside = px >= p.left - 0.5 && px <= p.right + 0.5;
      l.line.setAttribute("x1", px);
      l.line.setAttribute("x2", px);
      l.line.style.display = inside ? "" : "none";
    });
    sliders.forEach(function (slider) {
      slider.setAttribute("aria-valuenow", i);
      slider.setAttribute("aria-valuetext", row[0] + " " + data.units[0]);
    });
  }
  function hide() {
    now = -1;
    box.innerHTML = hint;
    lines.forEach(function (l) { l.line.style.display = "none"; });
  }

  function pointed(event, views) {
    views.forEach(function (view) {
      var area = view.svg.getBoundingClientRect(), p = view.first;
      if (!area.width) return; // the drawing for the other width of page
      var px = (event.clientX - area.left) / area.width * view.svg.viewBox.baseVal.width;
      var share = Math.min(1, Math.max(0, (px - p.left) / (p.right - p.left)));
      show(at(p.from + share * (p.to - p.from)));
    });
  }
  function keyed(event) {
    var last = rows.length - 1, i = now;
    switch (event.key) {
      case "ArrowRight": case "ArrowUp": i = i + 1; break;
      case "ArrowLeft": case "ArrowDown": i = i < 0 ? 0 : i - 1; break;
      case "PageUp": i = i + data.page; break;
      case "PageDown": i = i - data.page; break;
      case "Home": i = 0; break;
      case "End": i = last; break;
      case "Escape": hide(); return;
      default: return;
    }
    event.preventDefault();
    show(Math.min(last, Math.max(0, i)));
  }

  box.hidden = false;
})();
