// The report: reads each figure's table of marks (a JSON island written by twin.py), keeps the rows that the controls choose,
// counts them as marks, and keeps the choice in the address. figure.js draws.

// ---------------------------------------------------------------- which rows fit
const holds = (cell, chosen) => (Array.isArray(cell) ? cell.some((v) => String(v) === chosen) : String(cell) === chosen);
const RULES = {
  select: holds,
  either: holds,
  reading: holds,
  from: (cell, first) => cell !== null && cell >= first,
  to: (cell, last) => cell !== null && cell <= last,
};

// Typed words are looked for in the sentences behind a row, or in the column of the control if it has one.
function says(data, control, words) {
  const wanted = words.toLowerCase(),
    column = data.columns[control.name];
  if (column) return (row) => String(column[row] ?? "").toLowerCase().includes(wanted);
  const hits = data.sentences.map(([text]) => text.toLowerCase().includes(wanted));
  return (row) => data.refs[row].some((e) => hits[data.evidence[e][0]]);
}

function keptRows(data, state) {
  const active = data.controls.filter((c) => state[c.name] && (RULES[c.kind] || c.kind === "contains"));
  const tests = active.map((c) => ({
    either: c.kind === "either",
    fits: c.kind === "contains" ? says(data, c, state[c.name]) : (row) => RULES[c.kind](data.columns[c.name][row], state[c.name]),
  }));
  const sides = tests.filter((t) => t.either),
    others = tests.filter((t) => !t.either);
  const kept = [];
  for (let row = 0; row < data.rows; row++)
    if (others.every((t) => t.fits(row)) && (!sides.length || sides.some((t) => t.fits(row)))) kept.push(row);
  return kept;
}

// ---------------------------------------------------------------- rows -> marks
const each = (cell) => (Array.isArray(cell) ? cell : cell === null ? [] : [cell]);

function amount(data, rows, how) {
  if (how.aggregate === "sum") return rows.reduce((sum, row) => sum + (data.columns.value[row] || 0), 0);
  if (how.aggregate === "distinct") return new Set(rows.flatMap((row) => each(data.columns[how.column][row]))).size;
  return rows.length;
}

function grouped(rows, keyOf) {
  const found = new Map();
  for (const row of rows) {
    const key = keyOf(row);
    if (key === null) continue;
    if (!found.has(key)) found.set(key, []);
    found.get(key).push(row);
  }
  return found;
}

function bands(data, rows, axis, how) {
  const column = data.columns[axis];
  return [...grouped(rows, (row) => column[row])].map(([x, own]) => ({ x, key: String(x), rows: own, value: amount(data, own, how) }));
}

function parts(data, rows, how, key) {
  if (!data.groups) return [{ group: null, family: "plain", rows, value: amount(data, rows, how), key: `${key}|` }];
  const byGroup = grouped(rows, (row) => data.columns.group[row] ?? "");
  const known = data.groups.map(([group, family]) => ({ group, family, rows: byGroup.get(group) || [] }));
  const none = byGroup.get("");
  if (none) known.push({ group: "not known", family: "other", rows: none });
  return known
    .filter((p) => p.rows.length)
    .map((p) => ({ ...p, value: amount(data, p.rows, how), key: `${key}|${p.group}` }));
}

function sorted(data, list, axis) {
  const place = new Map();
  data.columns[axis].forEach((key, row) => place.has(key) || place.set(key, row));
  if (axis === "x" && data.xType !== "category") return list.sort((a, b) => (a.x < b.x ? -1 : 1));
  if (data.order === "given") return list.sort((a, b) => place.get(a.x) - place.get(b.x));
  return list.sort((a, b) => b.value - a.value || (a.x < b.x ? -1 : 1)); // as the static figures do
}

const familyOf = (data, row) => {
  if (!data.groups) return "plain";
  const found = data.groups.find(([group]) => group === data.columns.group[row]);
  return found ? found[1] : "other";
};

function bars(data, rows, how) {
  const { panel: names } = data.columns;
  if (!names) return sorted(data, bands(data, rows, "x", how), "x").map((b) => ({ ...b, parts: parts(data, b.rows, how, b.key) }));
  return panelsOf(data, rows, how).flatMap((name) =>
    sorted(data, bands(data, rows.filter((r) => names[r] === name), "x", how), "x").map((b) => ({
      ...b,
      panel: name,
      key: `${name}|${b.key}`,
      parts: parts(data, b.rows, how, b.key),
    })),
  );
}

// The panels, those with most first; a figure has room for data.top of them.
const everyPanel = (data, rows, how) =>
  bands(data, rows, "panel", how)
    .sort((a, b) => b.value - a.value || (a.x < b.x ? -1 : 1))
    .map((b) => b.x);
const panelsOf = (data, rows, how) => everyPanel(data, rows, how).slice(0, data.top);

function pairs(data, rows, how) {
  const { x, y, group, end, note } = data.columns;
  const byPair = grouped(rows, (r) =>
    x[r] === null || y[r] === null ? null : JSON.stringify([x[r], y[r], ...(data.kind === "dot" ? [group?.[r] ?? null, end?.[r] ?? null, note?.[r] ?? null] : [])]),
  );
  return [...byPair.values()].map((own) => {
    const one = { x: x[own[0]], y: y[own[0]], group: group?.[own[0]] ?? null, end: end?.[own[0]] ?? null, note: note?.[own[0]] ?? null };
    const key = data.kind === "dot" ? [one.x, one.y, one.group, one.end, one.note].map((v) => v ?? "").join("|") : `${one.x}|${one.y}`;
    return { ...one, key, family: familyOf(data, own[0]), rows: own, n: own.length, value: amount(data, own, how) };
  });
}

// The lines of a figure with most, in their order.
function withMost(list, top) {
  const kept = new Set([...list].sort((a, b) => b.value - a.value).slice(0, top));
  return list.filter((b) => kept.has(b)).map((b) => b.x);
}

// The marks with the largest value, in their order; of equal ones some, evenly spread over all.
function thinned(list, most) {
  if (most === null || list.length <= most) return list;
  const least = list.map((item) => item.value).sort((a, b) => b - a)[most - 1],
    equal = list.filter((item) => item.value === least).length,
    room = most - list.filter((item) => item.value > least).length;
  let seen = 0;
  return list.filter((item) => {
    const before = seen;
    if (item.value === least) seen += 1;
    return item.value > least || Math.floor((seen * room) / equal) > Math.floor((before * room) / equal);
  });
}

function ranges(data, rows) {
  const c = data.columns,
    get = (name, r) => (c[name] ? c[name][r] : null);
  const list = rows.map((row) => ({
    row,
    rows: [row],
    key: String(row),
    label: shown(data, "y", c.y[row]),
    low: get("low", row),
    best: get("best", row),
    high: get("high", row),
    note: get("note", row),
    family: familyOf(data, row),
  }));
  const size = (r) => r.best ?? r.low ?? r.high ?? -1;
  return data.order === "given" ? list : list.sort((a, b) => size(b) - size(a) || a.row - b.row);
}

function drawings(data, rows, how) {
  const labels = data.columns.y;
  return bands(data, rows, "x", how).map((b) => ({ ...b, name: labels[b.rows[0]], label: `${labels[b.rows[0]]}: ${counted(b.value, how.noun)}` }));
}

// How the cells of a table are made from the rows that share its first columns.
const OPS = {
  first: (values) => values[0] ?? null,
  count: (values, rows) => rows.length,
  distinct: (values) => new Set(values).size,
  sum: (values) => (values.length ? values.reduce((a, b) => a + b, 0) : null),
  min: (values) => (values.length ? values.reduce((a, b) => (b < a ? b : a)) : null),
  max: (values) => (values.length ? values.reduce((a, b) => (b > a ? b : a)) : null),
  median: (values) => {
    if (!values.length) return null;
    const list = [...values].sort((a, b) => a - b),
      half = list.length >> 1;
    return Number((list.length % 2 ? list[half] : (list[half - 1] + list[half]) / 2).toPrecision(6));
  },
  join: (values) => (values.length ? [...new Set(values)].join("; ") : null),
};

function tableRows(data, rows) {
  const list = [...grouped(rows, (r) => data.columns.by[r]).values()].map((own) => {
    const cells = data.cells.map(({ name, op }) => OPS[op](own.flatMap((r) => each(data.columns[name]?.[r] ?? null)), own));
    return { key: data.columns.by[own[0]], label: String(cells[0] ?? "–"), rows: own, cells };
  });
  if (data.sort === null) return list;
  const at = data.sort;
  return list.map((row, i) => [row, i]).sort(([a, i], [b, j]) => (b.cells[at] ?? -1) - (a.cells[at] ?? -1) || i - j).map(([row]) => row);
}

const LIST = { range: ranges, dot: pairs, matrix: pairs, drawing: drawings, table: tableRows, list: () => [] };
const listOf = (data, rows, how) => (LIST[data.kind] || bars)(data, rows, how);

// ---------------------------------------------------------------- sentences
function sentencesOf(data, rows) {
  const found = new Map();
  for (const row of rows) for (const e of data.refs[row] || []) {
    const place = data.evidence[e][0];
    if (!found.has(place)) found.set(place, []);
    found.get(place).push(data.evidence[e]);
  }
  return [...found]; // in the order of the figure
}

function told(data, [place, evidence]) {
  const [words, article] = data.sentences[place],
    [title, published, outlet] = data.articles[article];
  const who = [...new Set(evidence.map((e) => e[3]))].map((at) => data.who[at]);
  const said = new Map(who.map(([claimant, via]) => [`${claimant}|${via}`, [claimant, via]]));
  const places = evidence.filter(([, start, end]) => end > start).map(([, start, end]) => [start, end]);
  return { words, places, said: [...said.values()], rules: [...new Set(who.map((w) => w[2]).filter(Boolean))], title, published, outlet };
}

// ---------------------------------------------------------------- the state, kept in the address after #~
const address = {
  read: () => new URLSearchParams(location.hash.startsWith("#~") ? location.hash.slice(2) : ""),
  write(id, state) {
    const all = address.read();
    for (const key of [...all.keys()]) if (key.startsWith(id + ".")) all.delete(key);
    for (const [key, value] of Object.entries(state)) all.set(`${id}.${key}`, value);
    const words = all.toString();
    try {
      history.replaceState(null, "", words ? "#~" + words : location.pathname + location.search);
    } catch {
      /* some viewers forbid it; the figure works without */
    }
  },
};

// Controls: their values, what differs from the first view, and how they are put back.
function controlsOf(place, id) {
  const inputs = [...place.querySelectorAll("select, input")];
  const first = Object.fromEntries(inputs.map((i) => [i.name, i.dataset.first]));
  const put = (input, value) => {
    input.value = value;
    if (input.tagName !== "SELECT" || input.selectedIndex >= 0) return;
    input.append(el("option", { value }, value)); // a choice of other figures, that no row here fits
    input.value = value;
  };
  return {
    inputs,
    first,
    put,
    state: () => Object.fromEntries(inputs.map((i) => [i.name, i.value.trim()])),
    // What differs from the first view, or from what the head of the page asks for.
    changed: (asked = {}) =>
      Object.fromEntries(
        inputs.filter((i) => i.value.trim() !== (asked[i.name] ?? first[i.name])).map((i) => [i.name, i.value.trim()]),
      ),
    restore(kept, asked = {}) {
      for (const input of inputs) put(input, kept.get(`${id}.${input.name}`) ?? asked[input.name] ?? first[input.name]);
    },
    reset() {
      for (const input of inputs) input.value = first[input.name];
    },
    onMove(act) {
      for (const input of inputs) input.addEventListener(input.type === "search" || input.type === "number" ? "input" : "change", () => act(input));
    },
  };
}

// ---------------------------------------------------------------- one figure
// Its lists stand in the store of the page, under a number, each once and in short: see islands.py.
function read(data, store) {
  const columns = Object.fromEntries(Object.entries(data.columns).map(([name, at]) => [name, listed(store, at, decoded)]));
  const controls = data.controls.map((c) => ("options" in c ? { ...c, options: store.lists[c.options] } : c));
  return { ...store, ...data, columns, controls, refs: listed(store, data.refs, refsOf), evidence: listed(store, data.evidence, marksOf) };
}

const listed = (store, at, decode) => (store.decoded[at] ??= decode(store.lists[at]));

function decoded(cells) {
  if (Array.isArray(cells)) return cells;
  if (cells.of) return cells.at.map((place) => cells.of[place]);
  let last = "";
  return cells.rest.map((words, i) => (last = last.slice(0, cells.keep[i]) + words));
}

function refsOf({ n, step }) {
  let last = 0,
    at = 0;
  return n.map((many) => step.slice(at, (at += many)).map((by) => (last += by)));
}

function marksOf({ step, start, length, who }) {
  let place = 0;
  return step.map((by, i) => [(place += by), start[i], start[i] + length[i], who[i]]);
}

function start(section, data, head) {
  const all = Array.from({ length: data.rows }, (_, i) => i);
  const own = controlsOf(section.querySelector(".controls"), data.id);
  let whole = false,
    chosen = null,
    listed = 0,
    view = null;

  // A control at the head that was not moved leaves the figure as it first is.
  const state = () => {
    const moved = head.changed();
    return { ...Object.fromEntries(data.controls.map((c) => [c.name, moved[c.name] ?? c.first])), ...own.state() };
  };
  const readings = data.controls.filter((c) => c.kind === "reading").map((c) => c.name);
  const how = (now) => data.counts.find((c) => c.name === now.count) || data.counts[0];

  function compute() {
    const now = state(),
      by = how(now),
      kept = keptRows(data, now);
    let list = listOf(data, kept, by);
    const placed = new Set(list.flatMap((item) => item.rows)),
      homeless = data.kind === "list" || data.columns.panel ? [] : kept.filter((row) => !placed.has(row));
    const least = data.controls.filter((c) => c.kind === "at_least").map((c) => Number(now[c.name]) || 0);
    if (least.length) list = list.filter((item) => (item.value ?? item.best ?? item.low ?? 0) >= Math.max(...least));
    const rows = data.kind === "list" ? kept : list.flatMap((item) => item.rows);
    const order = (axis) => (["dot", "matrix"].includes(data.kind) ? sorted(data, bands(data, rows, axis, by), axis) : []);
    const short = ["range", "table"].includes(data.kind) || (data.kind === "bar" && data.xType === "category" && !data.columns.panel);
    const lanes = order("y"),
      ys = withMost(lanes, data.top),
      lines = data.kind === "dot" ? list.filter((item) => ys.includes(item.y)) : list;
    const drawn = whole ? list : short ? list.slice(0, data.top) : data.kind === "dot" ? thinned(lines, data.most) : list;
    const groups = new Set(drawn.flatMap((item) => item.rows).map((row) => (data.groups ? data.columns.group[row] : null)));
    view = {
      list: drawn,
      lines: lines.length,
      hidden: Math.max(0, lines.length - drawn.length),
      canDrawAll: true,
      rows,
      noun: by.noun,
      label: by.label,
      xs: data.kind === "matrix" ? withMost(order("x"), data.top) : order("x").map((b) => b.x),
      ys,
      lanes: lanes.length,
      panels: data.columns.panel ? panelsOf(data, rows, by) : null,
      panelsInAll: data.columns.panel ? everyPanel(data, kept, by).length : 0,
      groups: (data.groups || []).filter(([group]) => groups.has(group)),
      table: tableOf(data, list, by.label),
      told: {
        now: amount(data, rows, by),
        total: amount(data, readings.length ? keptRows(data, Object.fromEntries(readings.map((name) => [name, now[name]]))) : all, by),
        homeless: amount(data, homeless, by),
        idle: head.active().filter((c) => !data.controls.some((own) => own.name === c.name)).map((c) => c.label),
      },
    };
  }

  // What a mark stands for: a band of a line figure has a mark for each of its parts.
  function rowsOf(key) {
    for (const item of view.list) {
      if (data.kind === "line") {
        const part = item.parts.find((p) => p.key === key);
        if (part) return part.rows;
      } else if (item.key === key) return item.rows;
    }
    return null;
  }

  function tell(more) {
    if (chosen !== null && !rowsOf(chosen)) chosen = null;
    const found = sentencesOf(data, chosen === null ? view.rows : rowsOf(chosen));
    const items = found.slice(0, listed).map((entry) => told(data, entry));
    const changed = own.changed(head.changed());
    if (chosen !== null) changed.mark = chosen;
    if (whole) changed.whole = "1";
    view = { ...view, ...more, chosen, changed: Object.keys(changed).length > 0, sentences: data.refs.some((r) => r.length) ? { items, total: found.length } : null };
    figure.show(view);
    address.write(data.id, changed);
  }

  // The selected rows: those of the chosen mark, else of the whole view.
  function selected() {
    const rows = chosen === null ? view.rows : rowsOf(chosen),
      roles = ["x", "y", "panel", "group", "low", "best", "high"].filter((r) => data.columns[r]);
    const facets = data.controls.filter((c) => c.kind === "select" && data.columns[c.name]);
    const names = { x: data.labels.x, y: data.labels.y, panel: data.labels.y, group: "Kind", low: "Lowest", best: "Best", high: "Highest" };
    const cells = data.kind === "table" ? data.cells.filter((c) => data.columns[c.name]) : [];
    const flat = (cell) => (Array.isArray(cell) ? cell.join("; ") : cell);
    return {
      head: ["id", ...roles.map((r) => names[r]), ...cells.map((c) => c.head), ...facets.map((c) => c.label), "claimant", "passed on by", "rule", "article", "published", "outlet", "sentence"],
      rows: rows.map((row) => {
        const [entry] = sentencesOf(data, [row]),
          [said] = entry ? [told(data, entry)] : [];
        return [
          data.columns.id ? data.columns.id[row] : row + 1,
          ...roles.map((r) => data.columns[r][row]),
          ...cells.map((c) => flat(data.columns[c.name][row])),
          ...facets.map((c) => flat(data.columns[c.name][row])),
          ...(said ? [said.said.map((s) => s[0]).join("; "), said.said.map((s) => s[1]).filter(Boolean).join("; "), said.rules.join("; "), said.title, said.published, said.outlet, said.words] : Array(7).fill(null)),
        ];
      }),
    };
  }

  const least = () => (chosen !== null || data.kind === "list" ? MORE : PAGE);

  function update() {
    listed = least();
    compute();
    tell({ same: false, grew: false });
  }

  const figure = panel(section, data, {
    choose(key) {
      chosen = chosen === key ? null : key;
      listed = least();
      tell({ same: true, grew: false });
    },
    more() {
      listed += 2 * MORE;
      tell({ same: true, grew: true });
    },
    whole() {
      whole = true;
      update();
    },
    first() {
      whole = false;
      chosen = null;
      own.reset();
      update();
      (own.inputs[0] || section.querySelector(".mark"))?.focus();
    },
    rows: selected,
  });
  own.onMove(() => {
    chosen = null;
    update();
  });
  const restore = () => {
    const kept = address.read();
    own.restore(kept, head.changed());
    chosen = kept.get(`${data.id}.mark`);
    whole = kept.get(`${data.id}.whole`) === "1";
    update();
  };
  restore();
  return {
    restore,
    // A control at the head of the page moves the figure's own control of the same name with it.
    follow(input) {
      for (const mine of own.inputs)
        if (mine.name === input.name) own.put(mine, input.value.trim() === head.first[input.name] ? own.first[mine.name] : input.value.trim());
      chosen = null;
      update();
    },
  };
}

// ---------------------------------------------------------------- the page
// The lists at the head of the page hold what its figures know; a control that no figure has is left away.
function fillHead(place, all) {
  for (const input of place.querySelectorAll("select, input")) {
    const known = all.flatMap((data) => data.controls.filter((c) => c.name === input.name));
    input.closest(".control").hidden = !known.length;
    if (!known.length) continue;
    if (input.tagName === "SELECT") {
      const count = input.dataset.kind === "count",
        given = count || input.dataset.kind === "reading",
        options = [...new Set(known.flatMap((c) => c.options))];
      if (!given) options.sort((a, b) => a.toLowerCase().localeCompare(b.toLowerCase(), "en") || (a < b ? -1 : 1));
      input.append(...options.map((value) => el("option", { value }, value)));
      if (given && !count) input.dataset.first = known[0].first;
      input.closest(".control").hidden = given && options.length < 2;
    } else if (input.type === "date") {
      const days = known.flatMap((c) => c.bounds).filter(Boolean).sort();
      if (days.length) set(input, { min: days[0], max: days[days.length - 1] }, []);
    }
  }
}

function startPage(contents) {
  const place = document.querySelector(".choices") || document.createElement("div"),
    island = document.querySelector(".twin-store");
  const store = { lists: [], ...(island ? contents(island) : {}), decoded: [] }; // sentences and lists, once for all figures
  const sections = [...document.querySelectorAll("div.twin")],
    all = sections.map((section) => read(contents(section.querySelector(".twin-data")), store));
  fillHead(place, all);
  const head = controlsOf(place, "all");
  const labels = new Map(head.inputs.map((i) => [i.name, i.labels?.[0]?.textContent || i.name]));
  head.active = () => Object.keys(head.changed()).map((name) => ({ name, label: labels.get(name) }));
  head.restore(address.read());
  const figures = sections.flatMap((section, i) => {
    try {
      return [start(section, all[i], head)];
    } catch (error) {
      reportError(error); // the other figures answer all the same
      section.append(el("p", { class: "note stopped", role: "alert" }, "This figure could not be drawn; the others can."));
      return [];
    }
  });
  const reset = place.querySelector(".reset");
  const remember = () => {
    address.write("all", head.changed());
    if (reset) reset.hidden = !Object.keys(head.changed()).length;
  };
  remember();
  head.onMove((input) => {
    for (const figure of figures) figure.follow(input);
    remember();
  });
  reset?.addEventListener("click", () => {
    const moved = head.inputs.filter((i) => i.name in head.changed());
    head.reset();
    for (const input of moved) for (const figure of figures) figure.follow(input);
    remember();
    head.inputs[0]?.focus();
  });
  addEventListener("hashchange", () => {
    if (!location.hash.startsWith("#~") && location.hash) return; // a heading of the page
    head.restore(address.read());
    for (const figure of figures) figure.restore();
    remember();
  });
}

// Large islands are packed; a browser unpacks them, asking nobody. Small pages start at once.
const OLD = "This page keeps its data packed, and this browser cannot unpack it: the figures stand still. A browser of 2023 or later can.";
const DAMAGED = "The data of this page cannot be unpacked, the file may be damaged: the figures stand still.";

function unpacked(island) {
  const bytes = Uint8Array.from(atob(JSON.parse(island.textContent)), (c) => c.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).json();
}

function stand(words) {
  const main = document.querySelector("main");
  main.prepend(el("p", { class: "note stopped", role: "alert" }, words));
}

async function begin() {
  const packed = [...document.querySelectorAll(".twin-store, .twin-data")].filter((island) => island.dataset.packed);
  const ready = new Map();
  if (packed.length && !("DecompressionStream" in window)) return stand(OLD);
  try {
    for (const island of packed) ready.set(island, await unpacked(island));
  } catch {
    return stand(DAMAGED);
  }
  startPage((island) => ready.get(island) ?? JSON.parse(island.textContent));
}

begin();
