// The notebook: Python counts the marks and sends what is to be shown; what the reader asks for goes back to it.
function render({ model, el: place }) {
  place.innerHTML = model.get("_page"); // made by twin.py, every word of the data escaped
  const section = place.querySelector("div.twin");
  section.classList.add("live");
  const dark = () => section.classList.toggle("dark", document.body.dataset.jpThemeLight === "false");
  dark();
  const theme = new MutationObserver(dark);
  theme.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  const ask = (what) => {
    model.set("_asked", { ...what, at: Date.now() });
    model.save_changes();
  };
  const figure = panel(section, model.get("_data"), {
    choose: (key) => ask({ choose: key }),
    more: () => ask({ more: 1 }),
    whole: () => ask({ whole: 1 }),
    first: () => ask({ first: 1 }),
  });
  const show = () => figure.show(model.get("_view"));
  show();
  model.on("change:_view", show);
  return () => theme.disconnect();
}

export default { render };
