// The reading view: everything on the wall as a list to touch, each text in full, at one's own pace.
(function (kiosk) {
  "use strict";
  const plain = text => text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ");
  const heading = slide => {
    const kicker = slide.element.querySelector(".kicker");
    return kicker && kicker.firstChild ? kicker.firstChild.textContent.trim() : "";
  };

  kiosk.reading = {
    open() {
      kiosk.dialog.open("查看全部内容", (body, tools) => {
        const records = kiosk.stage.records();
        const texts = records.filter(slide => slide.first === slide);
        const words = texts.map(slide => plain(slide.element.textContent));
        let query = "", scrolled = 0, opened = null;

        const button = (text, name, act) => {
          const made = kiosk.make("button", name, text);
          made.onclick = act;
          return made;
        };

        const field = kiosk.make("input");
        field.setAttribute("autocomplete", "off");
        field.placeholder = "按编号或文字查找";
        field.setAttribute("aria-label", field.placeholder);

        const hold = button("", "hold", () => {
          kiosk.stage.hold();
          told();
        });
        const told = () => {
          hold.textContent = (kiosk.stage.state().heldFor ? "继续" : "暂停") + "轮播";
        };
        const larger = button("放大文字", "", () => {
          larger.textContent = body.classList.toggle("big") ? "恢复文字" : "放大文字";
        });

        const list = focused => {
          const asked = plain(query).split(" ").filter(Boolean);
          const found = texts.filter((slide, index) => asked.every(word => words[index].indexOf(word) >= 0));
          const holder = kiosk.make("div", "list");
          holder.appendChild(kiosk.make("h2", "", (document.querySelector(".internal") ? "内部" : "正在") + "公开的内容"));
          const count = holder.appendChild(kiosk.make("p", "found", "共 " + found.length + " 项，点一项看全文"));
          count.setAttribute("role", "status");
          const groups = new Map();
          let focus = null;
          found.forEach(slide => {
            const name = heading(slide);
            if (!groups.has(name)) {
              holder.appendChild(kiosk.make("h3", "", name));
              groups.set(name, holder.appendChild(kiosk.make("ul")));
            }
            const item = groups.get(name).appendChild(kiosk.make("li")).appendChild(button("", "item", () => {
              scrolled = body.scrollTop;
              read(slide);
            }));
            item.appendChild(kiosk.make("b", "", slide.title));
            item.appendChild(kiosk.make("span", "number", slide.number));
            if (slide === focused) focus = item;
          });
          body.textContent = "";
          body.appendChild(holder);
          if (focus) focus.focus();
        };

        const leave = () => {
          if (!opened) return false;
          field.hidden = false;
          list(opened);
          body.scrollTop = scrolled;
          opened = null;
          return true;
        };

        const read = slide => {
          const article = kiosk.make("article", "read k-" + slide.element.dataset.group);
          opened = slide;
          const back = article.appendChild(button("返回目录", "item", leave));
          const parts = records.filter(part => part.first === slide).map(part => kiosk.disarm(part.element.cloneNode(true)));
          [".kicker", "h2", ".code", ".body", ".sign", ".more"].forEach(name => {
            parts.slice(0, name === ".body" ? 99 : 1).forEach(part => part.querySelectorAll(name).forEach(found => {
              if (found.parentNode !== part) return;
              found.hidden = false;
              article.appendChild(found);
            }));
          });
          body.textContent = "";
          body.appendChild(article);
          body.scrollTop = 0;
          field.hidden = true;
          back.focus();
        };

        field.oninput = () => {
          query = field.value;
          list();
        };
        tools.appendChild(field);
        tools.appendChild(larger);
        tools.appendChild(hold);
        told();
        list();
        return leave;
      });
    }
  };
})(self.kiosk = self.kiosk || {});
