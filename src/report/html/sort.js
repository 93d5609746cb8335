"use strict";
// A click on a header sorts by its column, a second one the other way. What is missing
// stays at the end either way. On a phone each row is a card whose values carry the names of
// their columns, and a list above the table sorts instead of the headers.
for (const box of document.querySelectorAll(".sortable")) {
  const table = box.querySelector("table");
  const heads = [...table.tHead.rows[0].cells];
  const names = heads.map((head) => head.textContent);
  const sort = (column, down) => {
    const head = heads[column];
    heads.forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const value = (row) => row.cells[column].dataset.v;
    const compare = head.dataset.kind === "number" ? (a, b) => a - b : (a, b) => (a < b ? -1 : a > b ? 1 : 0);
    const body = table.tBodies[0];
    const rows = [...body.rows].sort((a, b) => {
      const [x, y] = [value(a), value(b)];
      if (x === undefined || y === undefined) return (x === undefined) - (y === undefined);
      return down ? compare(y, x) : compare(x, y);
    });
    body.append(...rows);
    list.value = column + (down ? "-" : "+");
  };
  const label = document.createElement("label");
  const list = document.createElement("select");
  label.className = "sort-by";
  label.append("Sort by ", list);
  heads.forEach((head, column) => {
    const ofVerdicts = table.querySelector(`tbody td.verdict-name:nth-child(${column + 1})`);
    const ways = ofVerdicts ? ["worst first", "best first"] : ["ascending", "descending"];
    ways.forEach((way, k) => list.add(new Option(names[column] + ", " + way, column + "+-"[k])));
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(column, head.getAttribute("aria-sort") === "ascending"));
    if (head.hasAttribute("aria-sort")) list.value = column + "+";
  });
  list.addEventListener("change", () => sort(parseInt(list.value, 10), list.value.endsWith("-")));
  box.before(label);
  // As cards the rows are no table to the browser: roles say that they still are.
  box.classList.add("cards");
  table.setAttribute("role", "table");
  for (const group of [table.tHead, ...table.tBodies]) group.setAttribute("role", "rowgroup");
  for (const row of table.rows) {
    row.setAttribute("role", "row");
    [...row.cells].forEach((cell, column) => {
      if (row.parentNode === table.tHead) return cell.setAttribute("role", "columnheader");
      cell.setAttribute("role", cell.tagName === "TH" ? "rowheader" : "cell");
      cell.dataset.label = names[column];
      cell.classList.toggle("none", cell.dataset.v === undefined || cell.textContent.trim() === "-");
    });
  }
}
