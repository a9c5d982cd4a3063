// Elements are made one by one from texts; no text is ever read as HTML.
(function (kiosk) {
  "use strict";

  kiosk.make = (tag, name, text) => {
    const element = document.createElement(tag);
    if (name) element.className = name;
    if (text) element.textContent = text;
    if (tag === "button") element.type = "button";
    return element;
  };

  // Nobody leaves the wall: what could be followed becomes text.
  kiosk.disarm = element => {
    element.querySelectorAll("a").forEach(each => each.removeAttribute("href"));
    return element;
  };
})(self.kiosk = self.kiosk || {});
