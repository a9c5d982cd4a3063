/* The header by keyboard. Without this script the menu opens and closes all the same. */
(function () {
  "use strict";

  var menu = document.querySelector(".gk-menu");

  function close() {
    menu.open = false;
  }

  if (menu) {
    // Left open it would lie over whatever has the focus.
    document.addEventListener("focusin", function (event) {
      if (!menu.contains(event.target)) close();
    });
    document.addEventListener("click", function (event) {
      if (!menu.contains(event.target)) close();
    });
    menu.addEventListener("keydown", function (event) {
      if (event.key !== "Escape" || !menu.open) return;
      close();
      menu.querySelector("summary").focus();
    });
  }

  // The theme's script shows one button for each scheme in turn; the focus follows.
  Array.prototype.forEach.call(document.querySelectorAll("[data-gk-palette]"), function (button, place, all) {
    // The theme's script takes Enter for itself and hides the button before it is clicked.
    button.addEventListener("keydown", function (event) {
      event.stopPropagation();
    });
    button.addEventListener("click", function () {
      document.getElementById(button.getAttribute("data-gk-palette")).click();
      var next = Array.prototype.filter.call(all, function (each) {
        return !each.hidden;
      })[0];
      if (next) next.focus();
    });
  });
})();
