// What the kiosk remembers over a reload, each folder for itself. A box may refuse to store: then it lasts as long as the page.
(function (kiosk) {
  "use strict";
  // On a stick every set has a folder of its own, and all of them are one wall.
  const folder = "gongkai " + location.pathname.replace(/(\d{4}-\d\d-\d\d-[0-9a-f]{8}\/)?[^/]*$/, "") + " ";
  const held = {};

  kiosk.kept = {
    get(key) {
      try {
        return key in held ? held[key] : JSON.parse(localStorage.getItem(folder + key));
      } catch (refused) {
        return null;
      }
    },
    // Whether it will outlast the page.
    set(key, value) {
      try {
        if (value === null) localStorage.removeItem(folder + key);
        else localStorage.setItem(folder + key, JSON.stringify(value));
        delete held[key];
        return true;
      } catch (refused) {
        held[key] = value;
        return false;
      }
    }
  };
})(self.kiosk = self.kiosk || {});
