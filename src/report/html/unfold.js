"use strict";
// A link to a folded part of the page opens it.
addEventListener("hashchange", unfold);
unfold();
function unfold() {
  const part = location.hash && document.getElementById(location.hash.slice(1));
  if (part && part.tagName === "DETAILS") part.open = true;
}
