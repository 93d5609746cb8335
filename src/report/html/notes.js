// The form for what no watch records: writes the lines for formdrift.toml as they are filled in.
(function () {
  "use strict";
  var form = document.getElementById("notes-form");
  if (!form) return;
  var lines = document.getElementById("notes-lines"), said = document.getElementById("notes-copied");
  var fields = Array.prototype.slice.call(form.querySelectorAll("[data-field]"));

  // A text as a TOML string: TOML's basic strings have the escapes of JSON's.
  function quoted(text) { return JSON.stringify(text).replace(/\u007f/g, "\\u007F"); }
  function write() {
    var own = [], pain = [];
    fields.forEach(function (field) {
      var text = field.value.trim(), key = field.dataset.field, value = quoted(text);
      if (!text) return field.removeAttribute("aria-invalid");
      if (field.type === "number") {
        var good = /^([0-9]|10)$/.test(text);
        if (good) field.removeAttribute("aria-invalid"); else field.setAttribute("aria-invalid", "true");
        if (!good) return;
        value = text;
      }
      if (key.indexOf("pain.") === 0) pain.push(key.slice(5) + " = " + value);
      else own.push(key + " = " + value);
    });
    if (pain.length) own.push("pain = { " + pain.join(", ") + " }");
    lines.textContent = ["[runs." + quoted(form.dataset.key) + "]"].concat(own).join("\n");
    said.textContent = "";
  }
  function select() {
    var range = document.createRange();
    range.selectNodeContents(lines);
    var chosen = getSelection();
    chosen.removeAllRanges();
    chosen.addRange(range);
  }
  form.addEventListener("input", write);
  document.getElementById("notes-copy").addEventListener("click", function () {
    select();
    var done = function () { said.textContent = "Copied."; };
    var press = function () { said.textContent = "The lines are selected: copy them with the keyboard."; };
    if (navigator.clipboard) navigator.clipboard.writeText(lines.textContent).then(done, press); else press();
  });
  write();
  form.hidden = false;
})();
