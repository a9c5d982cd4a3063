// What is laid over the wall for one person: goes away by itself and forgets everything.
(function (kiosk) {
  "use strict";
  const IDLE = 6e4;
  const COUNT = 15e3;

  let dialog = null, rest = 0, warning = null, number = null, wasOverride = false, stepBack = null;

  const warn = left => {
    const isClose = left <= COUNT;
    if (isClose) number.textContent = Math.ceil(left / 1000);
    if (warning.hidden !== isClose) return;
    warning.hidden = !isClose;
    warning.firstChild.textContent = isClose ? "没有人操作，即将回到轮播" : "";
  };

  kiosk.dialog = {
    // `fill(body, tools)` puts in the content and the buttons beside “返回轮播”; it may give back what goes one step
    // back, and says whether there was one.
    open(label, fill) {
      if (dialog) kiosk.dialog.close();
      dialog = kiosk.make("div", "dialog");
      dialog.setAttribute("role", "dialog");
      dialog.setAttribute("aria-modal", "true");
      dialog.setAttribute("aria-label", label);
      const tools = dialog.appendChild(kiosk.make("div", "tools"));
      const back = tools.appendChild(kiosk.make("button", "leave", "返回轮播"));
      back.onclick = kiosk.dialog.close;
      const body = dialog.appendChild(kiosk.make("div", "page"));
      warning = dialog.appendChild(kiosk.make("div", "count"));
      warning.hidden = true;
      warning.appendChild(kiosk.make("p")).setAttribute("role", "status");
      number = warning.appendChild(kiosk.make("b"));
      warning.appendChild(kiosk.make("button", "", "继续看"));
      stepBack = fill(body, tools);
      document.body.appendChild(dialog);
      document.body.classList.add("reading");
      kiosk.stage.cover();
      wasOverride = kiosk.stage.state().isOverride;
      kiosk.dialog.touched();
      back.focus();
    },

    close() {
      if (!dialog) return;
      dialog.querySelectorAll("input").forEach(field => { field.value = ""; });
      dialog.remove();
      dialog = warning = number = stepBack = null;
      self.getSelection().removeAllRanges();
      document.body.classList.remove("reading");
      kiosk.stage.cover();
    },

    isOpen: () => !!dialog,

    touched() {
      rest = IDLE + COUNT;
      if (dialog) warn(rest);
    },

    tick(passed) {
      if (!dialog) return;
      rest -= passed;
      if (rest <= 0 || (kiosk.stage.state().isOverride && !wasOverride)) kiosk.dialog.close();
      else warn(rest);
    },

    // Escape goes one step back. Nothing else can be focused: what lies behind is not there meanwhile.
    key(event) {
      if (event.key === "Escape" && !(stepBack && stepBack())) kiosk.dialog.close();
    }
  };
})(self.kiosk = self.kiosk || {});
