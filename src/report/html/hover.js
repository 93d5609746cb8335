// Reads the charts: a place on the run is chosen with the pointer or with keys, every chart marks
// it, and the readout says what was measured there. A stretch that is selected shows its means and
// can be zoomed into; splits and the scatter plot show the same place. The page is whole without
// this script.
(function () {
  "use strict";
  var source = document.getElementById("readings");
  var box = document.getElementById("readout");
  if (!source || !box) return;
  var data = JSON.parse(source.textContent);
  var rows = data.rows, ends = data.ends, sums = data.sums, hint = box.innerHTML;
  var all = Array.prototype.slice.call(document.querySelectorAll(".plot[data-figure]"));
  if (!rows.length || !all.length) return;
  var NS = "http://www.w3.org/2000/svg", LAST = rows.length - 1;
  // What is chosen: a window; a stretch from window to window; the part of the run that is shown,
  // in miles or km; a split under the pointer.
  var now = -1, chosen = null, view = null, preview = -1, anchor = -1;

  function make(name, attributes, parent) {
    var element = document.createElementNS(NS, name);
    for (var key in attributes) element.setAttribute(key, attributes[key]);
    if (parent) parent.appendChild(element);
    return element;
  }
  function panelsOf(holder, name) { return JSON.parse(holder.getAttribute(name) || "[]"); }
  function clamp(value, low, high) { return Math.min(high, Math.max(low, value)); }

  // A drawing of the page: its SVG, its panels, and our marks over them.
  var drawings = [];
  all.forEach(function (plot) {
    plot.querySelectorAll("[data-panels], [data-others]").forEach(function (holder) {
      var svg = holder.querySelector("svg");
      var d = {
        plot: plot, svg: svg, along: panelsOf(holder, "data-panels"),
        others: panelsOf(holder, "data-others"), marks: null, zoom: null,
      };
      // What was drawn becomes a group that a zoomed panel can show a part of.
      d.drawn = make("g", {});
      Array.prototype.slice.call(svg.childNodes).forEach(function (child) {
        if (child.nodeName !== "title" && child.nodeName !== "desc") d.drawn.appendChild(child);
      });
      svg.appendChild(d.drawn);
      // For that part: the style sheet's rules reach a copy and not what a use element shows.
      d.plain = d.drawn.cloneNode(true);
      d.plain.querySelectorAll("text, .across").forEach(function (label) { label.remove(); });
      d.zoom = make("g", {}, svg);
      d.marks = make("g", { "class": "marks" }, svg);
      d.crosses = d.along.map(function (p) {
        var stretch = make("rect", { "class": "stretch", y: p.top, height: p.bottom - p.top }, d.marks);
        var line = make("line", { "class": "cross", y1: p.top, y2: p.bottom }, d.marks);
        stretch.style.display = line.style.display = "none";
        return { panel: p, line: line, stretch: stretch };
      });
      d.columns = plot.dataset.figure === "splits" ? columns(d) : [];
      d.plane = d.others.filter(function (p) { return p.name === "plane"; })[0];
      if (d.plane) d.dots = make("g", {}, d.marks);
      drawings.push(d);
    });
  });

  // The columns of the splits' bars: one frame for each split over all its bars.
  function columns(d) {
    if (!d.others.length) return [];
    var first = d.others[0], last = d.others[d.others.length - 1];
    var wide = (first.right - first.left) / data.splits.length;
    return data.splits.map(function (split, k) {
      var frame = make("rect", {
        "class": "column", x: first.left + k * wide, width: wide, y: first.top, height: last.bottom - first.top,
      }, d.marks);
      frame.addEventListener("pointerenter", function () { preview = k; paint(); });
      frame.addEventListener("pointerleave", function () { preview = -1; paint(); });
      frame.addEventListener("click", function () { toggle(k); });
      return frame;
    });
  }

  // Over each chart along the run, and over the scatter plot, lies a slider that takes pointer
  // and keys, so that the chart itself stays a picture.
  var sliders = [];
  all.forEach(function (plot) {
    var own = drawings.filter(function (d) { return d.plot === plot; });
    var along = plot.hasAttribute("data-distance"), plane = own.some(function (d) { return d.plane; });
    if (!along && !plane) return;
    var slider = document.createElement("div");
    slider.className = "slider";
    slider.tabIndex = 0;
    slider.setAttribute("role", "slider");
    slider.setAttribute("aria-label", "Place on the run");
    slider.setAttribute("aria-valuemin", 0);
    slider.setAttribute("aria-valuemax", LAST);
    slider.setAttribute("aria-valuenow", 0);
    slider.setAttribute("aria-valuetext", "none chosen");
    slider.addEventListener("pointermove", function (e) {
      var i = along ? placeOf(e, own) : dotOf(e, own);
      if (i < 0) return;
      if (along && anchor >= 0 && e.buttons && i !== anchor) choose(anchor, i);
      show(i);
    });
    slider.addEventListener("pointerdown", function (e) {
      var i = along ? placeOf(e, own) : dotOf(e, own);
      anchor = along ? i : -1;
      if (along && slider.setPointerCapture) slider.setPointerCapture(e.pointerId);
      chosen = null;
      if (i >= 0) show(i);
      paint();
    });
    slider.addEventListener("pointerup", function () { anchor = -1; });
    slider.addEventListener("pointercancel", function () { anchor = -1; });
    slider.addEventListener("pointerleave", function (e) {
      if (e.pointerType === "mouse" && document.activeElement !== slider && !e.buttons) { now = -1; paint(); }
    });
    slider.addEventListener("keydown", keyed);
    plot.appendChild(slider);
    sliders.push(slider);
  });

  // The reading whose stretch of the run holds a distance; ends rise.
  function at(distance) {
    var low = 0, high = LAST;
    while (low < high) {
      var mid = (low + high) >> 1;
      if (ends[mid] < distance) low = mid + 1; else high = mid;
    }
    return low;
  }
  function start(i) { return i ? ends[i - 1] : 0; }
  function middle(i) { return (start(i) + ends[i]) / 2; }
  function part(p) { return view || [p.from, p.to]; }
  function across(p, x) { return p.left + (x - part(p)[0]) / (part(p)[1] - part(p)[0]) * (p.right - p.left); }
  // A pointer in px of the drawing; null for the drawing of the other width of page.
  function inside(event, d) {
    var area = d.svg.getBoundingClientRect();
    if (!area.width) return null;
    var scale = d.svg.viewBox.baseVal.width / area.width;
    return [(event.clientX - area.left) * scale, (event.clientY - area.top) * scale];
  }
  function placeOf(event, own) {
    var found = -1;
    own.forEach(function (d) {
      var px = inside(event, d), p = d.along[0];
      if (!px || !p) return;
      var share = clamp((px[0] - p.left) / (p.right - p.left), 0, 1);
      found = at(part(p)[0] + share * (part(p)[1] - part(p)[0]));
    });
    return found;
  }
  // A window as a dot of the scatter plot; null where cadence or stride is not known.
  function dot(p, i) {
    if (!(sums.steps[i] > 0 && sums.stepped_s[i] > 0)) return null;
    var step = sums.stepped_m[i] / sums.steps[i], cadence = 60 * sums.steps[i] / sums.stepped_s[i];
    var x = p.left + (step - p.from) / (p.to - p.from) * (p.right - p.left);
    var y = p.top + (cadence - p.above) / (p.below - p.above) * (p.bottom - p.top);
    return x < p.left || x > p.right || y < p.top || y > p.bottom ? null : [x, y];
  }
  function dotOf(event, own) {
    var found = -1, near = 18;
    own.forEach(function (d) {
      var px = inside(event, d);
      if (!px || !d.plane) return;
      for (var i = 0; i <= LAST; i++) {
        var c = dot(d.plane, i), apart = c ? Math.hypot(c[0] - px[0], c[1] - px[1]) : near;
        if (apart < near) { near = apart; found = i; }
      }
    });
    return found;
  }

  // Splits by their windows.
  var splits = data.splits.map(function (s) { return [at(s[0] + 1e-6), at(s[1] - 1e-6)]; });
  function splitOf(i) {
    for (var k = 0; k < splits.length; k++) if (i >= splits[k][0] && i <= splits[k][1]) return k;
    return -1;
  }
  function isChosen(k) { return !!chosen && chosen[0] === splits[k][0] && chosen[1] === splits[k][1]; }
  function toggle(k) {
    if (isChosen(k)) chosen = null; else choose(splits[k][0], splits[k][1]);
    paint();
  }
  // The rows of the table of splits: a button in each selects it everywhere.
  var tableRows = Array.prototype.slice.call(document.querySelectorAll(".t-splits tbody tr")).slice(0, splits.length);
  var buttons = tableRows.map(function (row, k) {
    var head = row.cells[0], button = document.createElement("button");
    button.type = "button";
    button.className = "split";
    button.setAttribute("aria-pressed", "false");
    button.append.apply(button, Array.prototype.slice.call(head.childNodes));
    head.appendChild(button);
    button.addEventListener("click", function () { toggle(k); });
    row.addEventListener("pointerenter", function () { preview = k; paint(); });
    row.addEventListener("pointerleave", function () { preview = -1; paint(); });
    return button;
  });

  function show(i) {
    now = i;
    if (view && (middle(i) < view[0] || middle(i) > view[1])) {
      var half = (view[1] - view[0]) / 2, centre = clamp(middle(i), half, ends[LAST] - half);
      zoomTo([centre - half, centre + half]);
    }
    paint();
  }
  function choose(a, b) { chosen = [Math.min(a, b), Math.max(a, b)]; }

  // Means of a stretch, from the sums of its windows.
  function minus(text) { return text.replace("-", "\u2212"); }
  function clock(seconds) {
    var s = Math.round(seconds), h = Math.floor(s / 3600), m = Math.floor(s / 60) % 60;
    var two = function (n) { return (n < 10 ? "0" : "") + n; };
    return (h ? h + ":" + two(m) : m) + ":" + two(s % 60);
  }
  function means(a, b) {
    var t = {}, off = 0, known = 0;
    Object.keys(sums).forEach(function (key) {
      t[key] = 0;
      for (var i = a; i <= b; i++) t[key] += sums[key][i] || 0;
    });
    for (var i = a; i <= b; i++) if (sums.off[i] !== null) { off += sums.off[i]; known += 1; }
    var of = {
      at: [start(a).toFixed(1) + "\u2013" + ends[b].toFixed(1), data.unit],
      pace: t.m > 0 && t.moving_s > 0 ? [clock(t.moving_s / t.m * data.per), "/" + data.unit] : null,
      cadence: t.stepped_s > 0 ? [(60 * t.steps / t.stepped_s).toFixed(0), "spm"] : null,
      step: t.steps > 0 ? [(t.stepped_m / t.steps).toFixed(2), "m"] : null,
      heart: t.heart_s > 0 ? [(t.beats / t.heart_s).toFixed(0), "bpm"] : null,
      off: known ? [(off > 0 ? "+" : "") + minus((off / known).toFixed(1)), "%"] : null,
      walked: [t.walked_s >= 0.5 ? clock(t.walked_s) : "none", ""],
    };
    var list = [["Stretch", of.at], ["Moving time", [clock(t.moving_s), ""]]];
    data.keys.forEach(function (key, k) { if (key !== "at" && key in of) list.push([data.names[k], of[key]]); });
    return list;
  }
  function readings(i) {
    return data.names.map(function (name, k) {
      return [name, rows[i][k] === data.absent ? null : [rows[i][k], data.units[k]]];
    });
  }
  function fill(list, what) {
    var dl = document.createElement("dl");
    dl.className = what;
    list.forEach(function (entry) {
      var cell = document.createElement("div"), dt = document.createElement("dt"), dd = document.createElement("dd");
      dt.textContent = entry[0];
      dd.textContent = entry[1] ? entry[1][0] : data.absent;
      if (entry[1] && entry[1][1]) {
        var unit = document.createElement("small");
        unit.textContent = " " + entry[1][1];
        dd.appendChild(unit);
      }
      cell.append(dt, dd);
      dl.appendChild(cell);
    });
    box.replaceChildren(dl);
  }

  // The readout with its buttons.
  var bar = document.createElement("div"), tools = document.createElement("div");
  bar.className = "chartbar";
  tools.className = "tools";
  function tool(name, press) {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = name;
    button.addEventListener("click", press);
    tools.appendChild(button);
    return button;
  }
  var zoomIn = tool("Zoom to the stretch", zoomChosen);
  var zoomOut = tool("Show the whole run", function () { zoomTo(null); paint(); });
  var clear = tool("Clear the selection", function () { chosen = null; paint(); });

  function paint() {
    if (chosen) fill(means(chosen[0], chosen[1]), "means");
    else if (now >= 0) fill(readings(now), "here");
    else box.innerHTML = hint;
    zoomIn.hidden = !chosen;
    clear.hidden = !chosen;
    zoomOut.hidden = !view;
    tools.hidden = !chosen && !view;
    var lit = preview >= 0 ? preview : -1;
    if (lit < 0 && chosen) splits.forEach(function (s, k) { if (isChosen(k)) lit = k; });
    if (lit < 0 && !chosen && now >= 0) lit = splitOf(now);
    var stretch = preview >= 0 ? splits[preview] : chosen;
    drawings.forEach(function (d) {
      d.crosses.forEach(function (c) {
        var p = c.panel, x = now >= 0 ? across(p, middle(now)) : -1;
        var seen = now >= 0 && x >= p.left - 0.5 && x <= p.right + 0.5;
        if (seen) { c.line.setAttribute("x1", x); c.line.setAttribute("x2", x); }
        c.line.style.display = seen ? "" : "none";
        if (stretch) {
          var from = clamp(across(p, start(stretch[0])), p.left, p.right);
          var to = clamp(across(p, ends[stretch[1]]), p.left, p.right);
          c.stretch.setAttribute("x", from);
          c.stretch.setAttribute("width", to - from);
        }
        c.stretch.style.display = stretch ? "" : "none";
      });
      d.columns.forEach(function (frame, k) { frame.classList.toggle("lit", k === lit); });
      if (d.plane) paintPlane(d, stretch);
    });
    tableRows.forEach(function (row, k) {
      row.classList.toggle("lit", k === lit);
      buttons[k].setAttribute("aria-pressed", isChosen(k) ? "true" : "false");
    });
    sliders.forEach(function (slider) {
      slider.setAttribute("aria-valuenow", Math.max(0, now));
      slider.setAttribute("aria-valuetext", now < 0 ? "none chosen" : data.noun + " " + rows[now][0] +
        (chosen ? ", stretch from " + start(chosen[0]).toFixed(1) + " to " + ends[chosen[1]].toFixed(1) : ""));
    });
  }
  function paintPlane(d, stretch) {
    d.dots.replaceChildren();
    d.drawn.classList.toggle("dim", !!stretch);
    if (stretch) for (var i = stretch[0]; i <= stretch[1]; i++) {
      var c = dot(d.plane, i);
      if (c) make("circle", { "class": "picked", cx: c[0], cy: c[1], r: 3.6 }, d.dots);
    }
    var here = now >= 0 ? dot(d.plane, now) : null;
    if (here) make("circle", { "class": "here", cx: here[0], cy: here[1], r: 8 }, d.dots);
  }

  // Zoomed, each panel shows the part of its drawing that belongs to the stretch, with ticks of
  // its own.
  function zoomChosen() {
    if (!chosen) return;
    zoomTo([start(chosen[0]), ends[chosen[1]]]);
    chosen = null;
    paint();
  }
  function zoomTo(to) {
    view = to;
    drawings.forEach(function (d) {
      if (!d.along.length) return;
      d.zoom.replaceChildren();
      d.plot.classList.toggle("zoomed", !!view);
      if (!view) return;
      var low = d.along.reduce(function (a, p) { return p.bottom > a.bottom ? p : a; });
      d.along.forEach(function (p) {
        var each = (p.right - p.left) / (p.to - p.from);
        make("rect", { "class": "f-paper", x: p.left, y: p.top, width: p.right - p.left, height: p.bottom - p.top }, d.zoom);
        var part = make("svg", {
          x: p.left, y: p.top, width: p.right - p.left, height: p.bottom - p.top, preserveAspectRatio: "none",
          viewBox: [p.left + (view[0] - p.from) * each, p.top, (view[1] - view[0]) * each, p.bottom - p.top].join(" "),
        }, d.zoom);
        part.appendChild(d.plain.cloneNode(true));
      });
      ticks(low).forEach(function (tick) {
        var x = across(low, tick[0]);
        make("line", { "class": "l s-axis", x1: x, x2: x, y1: low.bottom, y2: low.bottom + 4 }, d.zoom);
        make("text", { "class": "f-muted m", x: x, y: low.bottom + 17, "font-size": 12 }, d.zoom).textContent = tick[1];
      });
    });
  }
  function ticks(p) {
    var span = view[1] - view[0], most = (p.right - p.left) / 70;
    var step = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50].filter(function (s) { return span / s <= most; })[0] || 100;
    var list = [];
    for (var k = Math.ceil(view[0] / step - 1e-9); k * step <= view[1] + 1e-9; k++) list.push([k * step, (k * step).toFixed(step < 1 ? 1 : 0)]);
    return list;
  }

  function keyed(event) {
    var i = now, first = view ? at(view[0] + 1e-6) : 0, last = view ? at(view[1] - 1e-6) : LAST;
    switch (event.key) {
      case "ArrowRight": case "ArrowUp": i = i < 0 ? first : i + 1; break;
      case "ArrowLeft": case "ArrowDown": i = i < 0 ? first : i - 1; break;
      case "PageUp": i = i + data.page; break;
      case "PageDown": i = i - data.page; break;
      case "Home": i = first; break;
      case "End": i = last; break;
      case "Enter": zoomChosen(); event.preventDefault(); return;
      case "Escape":
        if (chosen) chosen = null; else if (view) zoomTo(null); else now = -1;
        anchor = -1;
        paint();
        return;
      default: return;
    }
    event.preventDefault();
    i = clamp(i, 0, LAST);
    if (event.shiftKey) {
      if (anchor < 0) anchor = Math.max(0, now);
      choose(anchor, i);
    } else {
      anchor = -1;
      chosen = null;
    }
    show(i);
  }

  box.before(bar);
  bar.append(box, tools);
  box.hidden = false;
  paint();
})();
