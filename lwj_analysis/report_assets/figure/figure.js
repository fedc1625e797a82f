// A figure whose marks answer: draws a list of marks as SVG or as a table, lists numbers and sentences, and tells which mark
// was chosen. The same in a report (report.js counts the marks) and in a notebook (Python counts them, live.js).
// Data only ever becomes text (textContent, setAttribute of labels), never markup.
const SVG = "http://www.w3.org/2000/svg";
const PAGE = 3; // sentences shown at once; of a chosen mark and in a list
const MORE = 10;
const TABLE_ROWS = 200;
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

// ---------------------------------------------------------------- elements
const set = (node, attributes, children) => {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
};
const el = (tag, attributes, ...children) => set(document.createElement(tag), attributes, children);
const fill = (node, ...children) => node.replaceChildren(...children.filter((child) => child !== null));
const svg = (tag, attributes, ...children) => set(document.createElementNS(SVG, tag), attributes, children);

// ---------------------------------------------------------------- words
const number = (value) => (value === null || value === undefined ? "" : Number(value).toLocaleString("en-US"));
const counted = (value, noun) => `${number(value)} ${value === 1 ? noun[0] : noun[1]}`;
const plain = (value) => String(value).replace(/_/g, " ");
const day = (text, step) => {
  const [year, month, date] = String(text).slice(0, 10).split("-");
  if (step === "year" || !month) return year;
  if (step === "month") return `${MONTHS[month - 1]} ${year}`;
  return `${Number(date)} ${MONTHS[month - 1]} ${year}`;
};
const shown = (data, axis, value) => {
  if (value === null || value === undefined) return "not known";
  return axis === "x" && data.xType === "time" ? day(value, data.step) : plain(value);
};
const pen = document.createElement("canvas").getContext("2d");
pen.font = "13px system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', 'Liberation Sans', Arial, sans-serif";
const breadth = (words) => pen.measureText(words).width;
// A day or a count at the end stays: ", 2018-11-18", ", 28 left out".
const clip = (words, width) => {
  if (breadth(words) <= width) return words;
  const tail = /, [^,]*\d[^,]*$/.exec(words)?.[0] ?? "";
  const end = tail.length < 18 ? tail : "";
  let room = words.length - end.length;
  while (room > 3 && breadth(words.slice(0, room) + "…" + end) > width) room -= 1;
  return words.slice(0, room).trimEnd() + "…" + end;
};
const range = (low, best, high) => {
  if (low === null && best === null && high === null) return "no number given";
  if (low !== null && low === high) return number(low);
  if (high === null) return `${number(low ?? best)} or more`;
  if (low === null) return `${number(high)} or fewer`;
  return `${number(low)} to ${number(high)}`;
};

// ---------------------------------------------------------------- scales and axes
function ticks(most, wanted) {
  if (!(most > 0)) return [0, 1];
  const rough = most / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(
    [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough),
    most >= 3 ? 1 : power,
  );
  const list = [];
  for (let t = 0; t < most + step * 0.999; t += step) list.push(Number(t.toPrecision(12)));
  return list;
}

function logTicks(most, first) {
  const list = first ? [] : [0];
  for (let t = 1; t < most * 1.0001; t *= 10) list.push(t, ...(most <= 100 ? [t * 2, t * 5] : [t * 3]));
  return list.filter((t, i, all) => t <= most || all[i - 1] < most);
}

// A bent axis begins at 1, so that a length is a ratio; only where a number lies below does it begin at 0.
function scale(data, most, from, to, wanted, least = 0) {
  const first = data.scale === "log" && least >= 1 ? 1 : 0;
  const marks = data.scale === "log" ? logTicks(most, first) : ticks(most, wanted);
  const bend = data.scale !== "log" ? (v) => v : first ? Math.log : Math.log1p;
  const top = bend(marks[marks.length - 1]) || 1;
  return { ticks: marks, at: (v) => from + (bend(v) / top) * (to - from) };
}

const text = (x, y, words, attributes) => svg("text", { x, y, ...attributes }, words);
const hit = (x, y, width, height) =>
  svg("rect", { class: "hit", x, y, width: Math.max(1, width), height: Math.max(1, height) });

function mark(key, label, ...shapes) {
  const node = svg(
    "g",
    { class: "mark", role: "button", tabindex: -1, "aria-pressed": "false", "aria-label": label },
    svg("title", {}, label),
    ...shapes,
  );
  return { key, label, node };
}

function valueAxis(canvas, along, top, bottom, label) {
  for (const t of along.ticks) {
    const x = along.at(t);
    canvas.append(
      svg("line", { class: "grid", x1: x, x2: x, y1: top, y2: bottom }),
      text(x, bottom + 16, number(t), { class: "tick", "text-anchor": "middle" }),
    );
  }
  canvas.append(text(along.at(along.ticks[0]), bottom + 34, label, { class: "axis" }));
}

// ---------------------------------------------------------------- the kinds of figure
// Each gets the data, the view (its list of marks as they are counted, and the order of its lines) and the width, and
// gives { height, marks, axes(canvas) }.
const reach = (band) =>
  Math.max(
    band.value,
    band.parts.reduce((sum, p) => sum + p.value, 0),
  );

// ``share`` is how much of the width the names of the lines may have; the name of their axis stands above them.
function rowLayout(width, labels, share = 0.36) {
  const narrow = width < 520;
  const longest = Math.max(0, ...labels.map(breadth)) + 14;
  return { narrow, left: narrow ? 2 : Math.min(longest, width * share), height: narrow ? 44 : 28, top: 20 };
}

const rowHead = (layout, words) => {
  const first = layout.narrow || breadth(words) > layout.left - 10;
  return text(first ? 2 : layout.left - 10, 12, words, { class: "axis", "text-anchor": first ? "start" : "end" });
};

function rowLabel(layout, y, label, width) {
  if (layout.narrow) return text(2, y + 13, clip(label, width), { class: "label beside" });
  const room = layout.left - 10,
    middle = y + layout.height / 2,
    end = { class: "label", "text-anchor": "end" };
  const [first, second] = twoLines(label, room);
  if (!second) return text(room, middle + 4.5, clip(first, room), end);
  const small = { ...end, class: "label small" };
  return svg("g", {}, text(room, middle - 1.5, first, small), text(room, middle + 10.5, second, small));
}

// Words that are too long for a line, in two smaller ones; what is left over is cut.
const SMALLER = 11.5 / 13;
function twoLines(words, room) {
  if (breadth(words) <= room) return [words];
  const parts = words.split(" "),
    wide = room / SMALLER;
  let taken = parts.length - 1;
  while (taken > 1 && breadth(parts.slice(0, taken).join(" ")) > wide) taken -= 1;
  return taken ? [parts.slice(0, taken).join(" "), clip(parts.slice(taken).join(" "), wide)] : [words];
}

// Words beside a mark, in two lines where one has no room.
function besideMark(x, middle, words, room, kind = "value") {
  const [first, second] = twoLines(words, room);
  if (!second) return text(x, middle + 4.5, clip(first, room), { class: `${kind} beside` });
  const small = { class: `${kind} small beside` };
  return svg("g", {}, text(x, middle - 1.5, first, small), text(x, middle + 10.5, second, small));
}

function barRows(data, view, width) {
  const list = view.list;
  const layout = rowLayout(
    width,
    list.map((b) => shown(data, "x", b.x)),
  );
  const along = scale(data, Math.max(1, ...list.map(reach)), layout.left, width - 46, width < 520 ? 4 : 6);
  const bottom = layout.top + list.length * layout.height + 4;
  const marks = list.map((band, i) => {
    const y = layout.top + i * layout.height,
      middle = y + (layout.narrow ? 18 : 5),
      label = shown(data, "x", band.x);
    let from = 0;
    const shapes = band.parts.map((p) => {
      const start = along.at(from),
        end = along.at((from += p.value));
      return svg("rect", {
        class: `shape c-${p.family}`,
        x: start,
        y: middle,
        width: Math.max(0, end - start - (end - start > 3 && band.parts.length > 1 ? 1 : 0)),
        height: 18,
      });
    });
    return mark(
      band.key,
      `${label}: ${counted(band.value, view.noun)}`,
      hit(0, y, width, layout.height),
      rowLabel(layout, y, label, width),
      ...shapes,
      text(along.at(Math.max(from, band.value)) + 6, middle + 13.5, number(band.value), { class: "value" }),
    );
  });
  const axes = (canvas) => {
    valueAxis(canvas, along, layout.top, bottom, view.label);
    canvas.append(rowHead(layout, data.labels.x));
  };
  return { height: bottom + 42, marks, axes };
}

function positions(data, list, from, to) {
  const domain = data.domain && data.domain.length ? data.domain : list.map((b) => b.x);
  const width = (to - from) / Math.max(1, domain.length);
  const place = new Map(domain.map((key, i) => [key, from + i * width]));
  return { domain, width, at: (key) => place.get(key) };
}

function upAxis(canvas, data, label, up, across, left, width, bottom) {
  for (const t of up.ticks)
    canvas.append(
      svg("line", { class: "grid", x1: left, x2: width, y1: up.at(t), y2: up.at(t) }),
      text(left - 8, up.at(t) + 4, number(t), { class: "tick", "text-anchor": "end" }),
    );
  if (label) canvas.append(text(0, 11, label, { class: "axis" }));
  const every = Math.max(1, Math.ceil((data.step === "year" ? 46 : data.step === "month" ? 96 : 116) / across.width));
  across.domain.forEach((key, i) => {
    if (i % every) return;
    const x = across.at(key) + across.width / 2,
      last = x > width - 40,
      first = i === 0 && across.width < 80;
    canvas.append(
      svg("line", { class: "notch", x1: x, x2: x, y1: bottom, y2: bottom + 4 }),
      text(last ? width - 3 : first ? left : x, bottom + 18, shown(data, "x", key), {
        class: "tick",
        "text-anchor": last ? "end" : first ? "start" : "middle",
      }),
    );
  });
  canvas.append(text(left, bottom + 36, data.labels.x, { class: "axis" }));
}

function columnMarks(data, view, list, across, up, top, bottom) {
  const gap = across.width > 6 ? Math.min(8, across.width * 0.15) : across.width > 2 ? 0.5 : 0;
  return list.map((band) => {
    const x = across.at(band.x);
    let from = 0;
    const shapes = band.parts.map((p) => {
      const low = up.at(from),
        high = up.at((from += p.value));
      return svg("rect", {
        class: `shape c-${p.family}`,
        x: x + gap,
        y: high,
        width: Math.max(2, Math.min(across.width - 2 * gap, 90)),
        height: Math.max(0, low - high - (low - high > 4 && band.parts.length > 1 ? 1 : 0)),
      });
    });
    const place = band.panel === undefined ? "" : `${band.panel}, `;
    return mark(
      band.key,
      `${place}${shown(data, "x", band.x)}: ${counted(band.value, view.noun)}`,
      hit(x, top, across.width, bottom - top),
      ...shapes,
    );
  });
}

function barColumns(data, view, width) {
  const left = 40,
    top = 24,
    bottom = 250;
  const across = positions(data, view.list, left, width - 4);
  const up = scale(data, Math.max(1, ...view.list.map(reach)), bottom, top, 5);
  return {
    height: bottom + 44,
    marks: columnMarks(data, view, view.list, across, up, top, bottom),
    axes: (canvas) => upAxis(canvas, data, view.label, up, across, left, width, bottom),
  };
}

// Small multiples: one panel a value of the column "panel", all on the same axes.
function drawPanels(data, view, width) {
  const names = view.panels,
    columns = Math.min(names.length, width >= 720 ? 3 : width >= 470 ? 2 : 1);
  const gap = 22,
    wide = (width - gap * (columns - 1)) / Math.max(1, columns),
    high = 176;
  const most = Math.max(1, ...view.list.map(reach));
  const marks = [],
    axes = [];
  names.forEach((name, i) => {
    const left = (i % columns) * (wide + gap) + 26,
      right = (i % columns) * (wide + gap) + wide,
      top = Math.floor(i / columns) * high + 26,
      bottom = top + 96;
    const own = view.list.filter((band) => band.panel === name);
    const across = positions(data, own, left, right),
      up = scale(data, most, bottom, top, 3);
    marks.push(...columnMarks(data, view, own, across, up, top, bottom));
    axes.push((canvas) => {
      const long = breadth(name) > wide;
      canvas.append(text(left - 26, top - 10, clip(name, long ? wide / SMALLER : wide), { class: long ? "label small" : "label" }));
      for (const t of up.ticks)
        canvas.append(
          svg("line", { class: "grid", x1: left, x2: right, y1: up.at(t), y2: up.at(t) }),
          text(left - 6, up.at(t) + 4, number(t), { class: "tick", "text-anchor": "end" }),
        );
      const ends = across.domain.length > 1 ? [0, across.domain.length - 1] : [0];
      for (const at of ends) {
        const x = at ? right : ends.length > 1 ? left : (left + right) / 2;
        const anchor = at ? "end" : ends.length > 1 ? "start" : "middle";
        canvas.append(text(x, bottom + 17, shown(data, "x", across.domain[at]), { class: "tick", "text-anchor": anchor }));
      }
    });
  });
  const lines = Math.ceil(names.length / Math.max(1, columns));
  return {
    height: lines * high + 20,
    marks,
    axes: (canvas) => {
      axes.forEach((draw) => draw(canvas));
      canvas.append(text(0, lines * high + 8, `${view.label} by ${data.labels.x.toLowerCase()}`, { class: "axis" }));
    },
  };
}

function drawBars(data, view, width) {
  if (data.columns.panel || view.panels) return drawPanels(data, view, width);
  return data.xType === "category" ? barRows(data, view, width) : barColumns(data, view, width);
}

function drawLines(data, view, width) {
  const list = view.list;
  const left = 40,
    top = 24,
    bottom = 250;
  const across = positions(data, list, left, width - 4);
  const most = Math.max(1, ...list.flatMap((b) => b.parts.map((p) => p.value)));
  const up = scale(data, most, bottom, top, 5);
  const byKey = new Map(list.map((b) => [b.x, b]));
  const lines = new Map();
  for (const band of list) for (const p of band.parts) lines.set(p.group, p.family);
  const dashes = [null, "7 3", "2 3", "9 3 2 3"];
  const paths = [...lines].map(([group, family], i) => {
    const points = across.domain.map((key) => {
      const part = (byKey.get(key)?.parts || []).find((p) => p.group === group);
      return `${across.at(key) + across.width / 2},${up.at(part ? part.value : 0)}`;
    });
    return svg("polyline", {
      class: `line c-${family}`,
      points: points.join(" "),
      "stroke-dasharray": dashes[i % 4],
    });
  });
  const marks = list.flatMap((band) =>
    band.parts.map((p) => {
      const x = across.at(band.x) + across.width / 2,
        name = p.group === null ? "" : `, ${plain(p.group)}`;
      return mark(
        p.key,
        `${shown(data, "x", band.x)}${name}: ${counted(p.value, view.noun)}`,
        svg("circle", { class: "hit", cx: x, cy: up.at(p.value), r: 9 }),
        svg("circle", { class: `shape c-${p.family}`, cx: x, cy: up.at(p.value), r: 3.5 }),
      );
    }),
  );
  return {
    height: bottom + 44,
    marks,
    axes: (canvas) => {
      upAxis(canvas, data, view.label, up, across, left, width, bottom);
      canvas.append(...paths);
    },
  };
}

function drawRanges(data, view, width) {
  const list = view.list;
  const notes = list.some((r) => r.note);
  const layout = rowLayout(
    width,
    list.map((r) => r.label),
    notes ? 0.28 : 0.36,
  );
  const all = list.flatMap((r) => [r.low, r.best, r.high]).filter((v) => v !== null);
  const most = Math.max(1, ...all),
    open = list.some((r) => r.low === null); // a line without a lower end begins at 0
  const below = notes && layout.narrow; // words beside a line get a line of their own
  if (below) layout.height = 62;
  const right = below ? 30 : notes ? width * 0.3 : layout.narrow ? 84 : 124;
  const along = scale(data, most, layout.left + 6, width - right, layout.narrow ? 3 : 5, open ? 0 : Math.min(...all));
  const bottom = layout.top + list.length * layout.height + 4;
  const marks = list.map((r, i) => {
    const y = layout.top + i * layout.height,
      middle = y + (below ? 46 : layout.narrow ? 29 : layout.height / 2),
      told = range(r.low, r.best, r.high);
    const low = r.low ?? (r.best === null && r.high === null ? null : 0),
      known = r.high ?? r.best ?? r.low;
    const shapes = [];
    let end = layout.left + 6;
    if (known !== null) {
      end = along.at(known) + (r.high === null ? 22 : 0);
      shapes.push(
        svg("line", {
          class: `bar-line c-${r.family}`,
          x1: along.at(low),
          x2: end,
          y1: middle,
          y2: middle,
          "stroke-dasharray": r.low === null ? "3 3" : null,
        }),
      );
      if (r.high === null)
        shapes.push(svg("path", { class: `shape c-${r.family}`, d: `M${end - 1},${middle - 6} l9,6 l-9,6 z` }));
      else if (r.high !== low)
        shapes.push(
          svg("line", { class: `bar-line c-${r.family}`, x1: end, x2: end, y1: middle - 6, y2: middle + 6 }),
        );
      if (r.low !== null && r.low !== r.high)
        shapes.push(
          svg("line", {
            class: `bar-line c-${r.family}`,
            x1: along.at(low),
            x2: along.at(low),
            y1: middle - 6,
            y2: middle + 6,
          }),
        );
      if (r.best !== null)
        shapes.push(svg("circle", { class: `shape c-${r.family}`, cx: along.at(r.best), cy: middle, r: 5 }));
    }
    const words = r.note || told,
      kind = known === null ? "value quiet" : "value";
    return mark(
      r.key,
      `${r.label}: ${r.note || told}`,
      hit(0, y, width, layout.height),
      rowLabel(layout, y, r.label, width),
      ...shapes,
      below ? text(2, y + 30, clip(words, width), { class: `${kind} beside` }) : besideMark(end + 13, middle, words, width - end - 15, kind),
    );
  });
  const axes = (canvas) => {
    valueAxis(canvas, along, layout.top, bottom, view.label);
    canvas.append(rowHead(layout, data.labels.y));
  };
  return { height: bottom + 42, marks, axes };
}

// Where an axis of days or numbers is marked: years, months or days that are easily read; powers of ten where it is bent.
function axisTicks(data, first, last, wanted) {
  if (!(last > first)) return [first];
  if (data.scale === "log") {
    const list = [];
    for (let p = Math.ceil(first); p <= last; p++) list.push(p);
    return list.length ? list : [first];
  }
  if (data.xType !== "time") return ticks(last, wanted).filter((t) => t >= first && t <= last);
  const span = last - first,
    date = (v) => new Date(v * 864e5),
    list = [];
  const months = [1, 2, 3, 6, 12, 24, 36, 60, 120, 240].find((m) => span / (m * 30.4) <= wanted) || 600;
  if (span < 62) {
    const step = Math.ceil(span / wanted);
    for (let v = Math.ceil(first); v <= last; v += step) list.push(v);
    return list;
  }
  const start = date(first);
  let month = Math.ceil((start.getUTCFullYear() * 12 + start.getUTCMonth() + (start.getUTCDate() > 1 ? 1 : 0)) / months) * months;
  for (; ; month += months) {
    const value = Date.UTC(Math.floor(month / 12), month % 12, 1) / 864e5;
    if (value > last) return list.length ? list : [first];
    list.push(value);
  }
}

function tickWords(data, value, span) {
  if (data.xType !== "time") return number(Number((data.scale === "log" ? 10 ** value : value).toPrecision(3)));
  const iso = new Date(Math.round(value) * 864e5).toISOString();
  return day(iso, span >= 62 ? (iso.slice(5, 10) === "01-01" && span > 1500 ? "year" : "month") : "day");
}

const instant = (data, value) => (data.xType === "time" ? Date.parse(value) / 864e5 : Number(value));

function drawDots(data, view, width) {
  const rows = view.ys,
    place = new Map(rows.map((y, i) => [y, i]));
  const layout = rowLayout(
    width,
    rows.map((y) => shown(data, "y", y)),
  );
  const list = view.list.filter((d) => place.has(d.y)),
    bend = data.scale === "log" ? Math.log10 : (v) => v;
  const notes = list.some((d) => d.note),
    below = notes && layout.narrow; // words beside a dot get a line of their own
  if (below) layout.height = 62;
  const all = [...view.xs, ...(data.reference ? [data.reference] : [])].map((v) => bend(instant(data, v)));
  const first = Math.min(...all),
    last = Math.max(...all),
    from = layout.left + 12,
    to = width - (notes && !below ? width * 0.3 : 14),
    bottom = layout.top + rows.length * layout.height + 4;
  const across = (v) => (last > first ? from + ((v - first) / (last - first)) * (to - from) : (from + to) / 2);
  const at = (v) => across(bend(instant(data, v)));
  const marks = list.map((d) => {
    const top = layout.top + place.get(d.y) * layout.height,
      middle = top + (below ? 46 : layout.narrow ? 29 : layout.height / 2),
      r = Math.min(11, 3.5 + Math.sqrt(d.n) * 1.5),
      x = at(d.x),
      end = d.end && d.end !== d.x ? at(d.end) : x;
    const beside = Math.max(end, data.reference ? at(data.reference) : 0) + 14;
    const days = shown(data, "x", d.x) + (end > x ? ` to ${shown(data, "x", d.end)}` : "");
    const shape =
      end > x
        ? svg("line", { class: `span c-${d.family}`, x1: x, x2: Math.max(end, x + 6), y1: middle, y2: middle })
        : svg("circle", { class: `shape dot c-${d.family}`, cx: x, cy: middle, r });
    return mark(
      d.key,
      `${shown(data, "y", d.y)}, ${days}${d.group ? `, ${plain(d.group)}` : ""}: ${d.note || counted(d.value, view.noun)}`,
      hit(x - 12, middle - 12, end - x + 24, 24),
      shape,
      !d.note ? null : below ? text(2, top + 30, clip(d.note, width), { class: "value beside" }) : besideMark(beside, middle, d.note, width - beside - 2),
    );
  });
  const axes = (canvas) => {
    rows.forEach((name, i) => {
      const y = layout.top + i * layout.height,
        middle = y + (below ? 46 : layout.narrow ? 29 : layout.height / 2);
      canvas.append(svg("line", { class: "grid", x1: layout.left, x2: to + 12, y1: middle, y2: middle }));
    });
    if (data.reference)
      canvas.append(svg("line", { class: "notch", x1: at(data.reference), x2: at(data.reference), y1: layout.top, y2: bottom }));
    canvas.append(rowHead(layout, data.labels.y), ...rows.map((name, i) => rowLabel(layout, layout.top + i * layout.height, shown(data, "y", name), width)));
    const marks = axisTicks(data, first, last, Math.max(2, Math.floor((to - from) / 110)));
    for (const value of marks) {
      const x = across(value);
      canvas.append(
        svg("line", { class: "notch", x1: x, x2: x, y1: bottom, y2: bottom + 4 }),
        text(x, bottom + 18, tickWords(data, value, last - first), { class: "tick", "text-anchor": x > width - 30 ? "end" : "middle" }),
      );
    }
    canvas.append(text(layout.left, bottom + 36, data.labels.x, { class: "axis" }));
  };
  return { height: bottom + 44, marks, axes };
}

function drawMatrix(data, view, width) {
  const list = view.list,
    ys = view.ys,
    xs = view.xs;
  const narrow = width < 520;
  const left = Math.min(
    Math.max(0, ...ys.map((y) => breadth(shown(data, "y", y)))) + 14,
    width * (narrow ? 0.38 : 0.3),
  );
  const room = narrow ? 90 : 260,
    longest = Math.min(room, Math.max(0, ...xs.map((x) => breadth(shown(data, "x", x)))));
  const steep = longest > Math.min(64, (width - left - 4) / Math.max(1, xs.length)) - 4,
    lean = steep ? longest * 0.6 : 0; // how far the names of the columns reach to the right
  const cell = Math.max(20, Math.min(64, (width - left - lean - 8) / Math.max(1, xs.length))),
    high = Math.min(cell, 34),
    top = steep ? longest * 0.8 + 26 : 24;
  const most = Math.max(1, ...list.map((d) => d.value));
  const column = new Map(xs.map((x, i) => [x, i])),
    line = new Map(ys.map((y, i) => [y, i]));
  const marks = list
    .filter((d) => column.has(d.x) && line.has(d.y))
    .map((d) => {
      const x = left + column.get(d.x) * cell,
        y = top + line.get(d.y) * high,
        share = d.value / most;
      return mark(
        d.key,
        `${shown(data, "y", d.y)}, ${shown(data, "x", d.x)}: ${counted(d.value, view.noun)}`,
        svg("rect", {
          class: "shape cell c-plain",
          x: x + 1,
          y: y + 1,
          width: cell - 2,
          height: high - 2,
          "fill-opacity": (0.1 + 0.9 * share).toFixed(3),
        }),
        text(x + cell / 2, y + high / 2 + 4.5, number(d.value), {
          class: share > 0.5 ? "value in-dark" : "value",
          "text-anchor": "middle",
        }),
      );
    });
  const axes = (canvas) => {
    const layout = { narrow: false, left: left + 2, height: high };
    ys.forEach((name, i) => canvas.append(rowLabel(layout, top + i * high, shown(data, "y", name), left)));
    xs.forEach((name, i) => {
      const x = left + i * cell + cell / 2,
        words = clip(shown(data, "x", name), room);
      canvas.append(
        text(
          x,
          top - 8,
          words,
          steep
            ? { class: "label", transform: `rotate(-50 ${x} ${top - 8})` }
            : { class: "label", "text-anchor": "middle" },
        ),
      );
    });
    for (let i = 0; i < ys.length; i++)
      for (let j = 0; j < xs.length; j++)
        canvas.append(
          svg("rect", {
            class: "empty-cell",
            x: left + j * cell + 1,
            y: top + i * high + 1,
            width: cell - 2,
            height: high - 2,
          }),
        );
  };
  return {
    height: top + ys.length * high + 8,
    width: Math.max(width, left + xs.length * cell + lean + 4),
    marks,
    axes,
  };
}


const DRAW = { bar: drawBars, line: drawLines, range: drawRanges, dot: drawDots, matrix: drawMatrix };

// ---------------------------------------------------------------- drawings and tables
// Maps and networks keep their drawing: its marks are found by their ids, and fade where they are not selected.
function wireDrawing(drawing, view) {
  const kept = new Map(view.list.map((m) => [m.key, m]));
  const marks = [];
  for (const node of drawing.querySelectorAll('[id*="-mark-"]')) {
    const key = node.id.slice(node.id.lastIndexOf("-mark-") + 6),
      own = kept.get(key);
    node.classList.toggle("faded", !own);
    node.classList.toggle("mark", Boolean(own));
    if (own) set(node, { role: "button", "aria-label": own.label }, []);
    else for (const name of ["role", "tabindex", "aria-label", "aria-pressed"]) node.removeAttribute(name);
    if (own) marks.push({ key, label: own.label, node });
  }
  return marks;
}

const cellText = (value) => {
  if (value === null || value === undefined || value === "") return "–";
  return typeof value === "number" ? value.toLocaleString("en-US", { maximumFractionDigits: 2 }) : String(value);
};
// The words of a cell; a day in them stays on one line, and so does "to" after it.
const cellWords = (value) =>
  cellText(value)
    .split(/(\d{4}-\d\d-\d\d(?: to(?= \d))?)/)
    .map((part, i) => (i % 2 ? el("span", { class: "day" }, part) : part));
const cellClass = (value, numeric) => {
  if (typeof value === "number" || numeric) return "number";
  return /^\d{4}-\d\d-\d\d$/.test(value) ? "day" : String(value ?? "").length > 24 ? "long" : String(value ?? "").length > 9 ? "some" : null;
};

// One row a mark; its first cell is a button that lists the sentences of the row.
function drawTable(data, view) {
  const marks = [],
    numbers = data.heads.map((_, i) => view.list.some((r) => typeof r.cells[i] === "number")),
    numeric = (i) => numbers[i];
  const rows = view.list.map((row) => {
    const [first, ...others] = row.cells;
    const node = el("button", { type: "button", class: "mark", "aria-pressed": "false", "aria-label": `${cellText(first)}: sentences` }, ...cellWords(first));
    marks.push({ key: row.key, label: row.label, node });
    return el("tr", {}, el("th", { scope: "row", class: cellClass(first) }, node), ...others.map((v, i) => el("td", { class: cellClass(v, numeric(i + 1)) }, ...cellWords(v))));
  });
  const head = el("tr", {}, ...data.heads.map((words, i) => el("th", { scope: "col", class: i && numeric(i) ? "number" : null }, words)));
  const table = el("table", { class: data.heads.length > 7 ? "many" : null }, el("caption", { class: "unseen" }, data.title), el("thead", {}, head), el("tbody", {}, ...rows));
  return { marks, node: el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": data.title }, table) };
}

// The numbers of a figure as a table.
function tableOf(data, list, value) {
  const { x, y } = data.labels;
  if (data.kind === "table") return { head: data.heads, rows: list.map((r) => r.cells) };
  if (data.kind === "list") return { head: [], rows: [] };
  if (data.kind === "drawing") return { head: [y, value], rows: list.map((d) => [d.name, d.value]) };
  if (data.kind === "range") return { head: [y, "Lowest", "Best", "Highest"], rows: list.map((r) => [r.label, r.low, r.best, r.high]) };
  if (data.kind === "dot" || data.kind === "matrix")
    return { head: [y, x, value], rows: list.map((d) => [shown(data, "y", d.y), shown(data, "x", d.x), d.value]) };
  const groups = data.groups ? [...new Set(list.flatMap((b) => b.parts.map((p) => p.group)))] : [];
  const part = (band, group) => band.parts.find((p) => p.group === group)?.value ?? 0;
  const panel = list.some((b) => b.panel !== undefined) ? [y] : [];
  return {
    head: [...panel, x, ...groups.map(plain), value],
    rows: list.map((b) => [...(panel.length ? [b.panel] : []), shown(data, "x", b.x), ...groups.map((g) => part(b, g)), b.value]),
  };
}

// ---------------------------------------------------------------- sentences
function marked(words, places) {
  const nodes = [];
  let done = 0;
  for (const [start, end] of places.sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
    if (end <= done) continue;
    nodes.push(words.slice(done, Math.max(start, done)), el("mark", {}, words.slice(Math.max(start, done), end)));
    done = end;
  }
  return [...nodes, words.slice(done)];
}

// A sentence: its words, what is marked, who says so and who passed it on, the article, and the rules that read it.
function sentenceItem({ words, places, said, rules, title, published, outlet }) {
  const speakers = said
    .filter(([claimant]) => claimant)
    .map(([claimant, via]) => (claimant === "the article itself" ? "the article itself" : claimant) + (via ? `, passed on by ${via}` : ""));
  const from = [
    speakers.length ? `Said by ${speakers.join("; ")}` : null,
    title === words ? null : title,
    outlet,
    published ? day(published) : "day not known",
    rules.length ? `Rule: ${rules.join(", ")}` : null,
  ];
  return el(
    "li",
    {},
    el("p", { class: "quote" }, ...marked(words, places)),
    el("p", { class: "from" }, from.filter(Boolean).join(" · ")),
  );
}

// ---------------------------------------------------------------- CSV, as spreadsheets can open it safely
const csvCell = (value) => {
  let words = value === null || value === undefined ? "" : String(value);
  if (typeof value === "string" && /^\s*[=+\-@\t\r\n]/.test(words)) words = "'" + words;
  return /[",\n\r]/.test(words) ? `"${words.replace(/"/g, '""')}"` : words;
};

function saveCsv(name, table) {
  const lines = [table.head, ...table.rows].map((row) => row.map(csvCell).join(","));
  const address = URL.createObjectURL(new Blob(["\ufeff" + lines.join("\r\n") + "\r\n"], { type: "text/csv" }));
  el("a", { href: address, download: `${name}.csv` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

const fileName = (data, what) =>
  (data.title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 60) || data.id) + what;

// ---------------------------------------------------------------- one figure with all that belongs to it
// ``on`` has what a reader can ask for: choose(key), more(), whole(), first(), rows() -> table of the selected rows.
// ``show(view)`` draws a view: list, lines, hidden, noun, label, xs, ys, panels, groups, told, table, sentences, chosen, changed.
function panel(section, data, on) {
  const box = section.querySelector(".twin-figure"),
    result = section.querySelector(".result-text"),
    more = section.querySelector(".twin-more");
  const reset = el("button", { type: "button", class: "reset", hidden: "" }, "Show the first view again");
  const every = el("button", { type: "button", class: "every", hidden: "" });
  section.querySelector(".result").append(" ", every, " ", reset);
  const legend = el("ul", { class: "legend" }),
    numbers = el("details", { class: "numbers" }),
    quotes = el("div", { class: "sentences" });
  box.before(legend);
  more.append(numbers, quotes);
  const drawing = data.kind === "drawing" ? box.querySelector("svg") : null;
  const print = matchMedia("print");
  let view = null,
    marks = [],
    width = 0,
    room = 0, // of the box; asked for anew only when it changes, because that lays out the whole page
    paper = false;

  function draw() {
    room ||= box.clientWidth;
    width = Math.max(280, Math.floor(paper || print.matches ? 660 : (room || 640) - 6));
    if (data.kind === "list") box.hidden = true;
    else if (drawing) marks = wireDrawing(drawing, view);
    else if (!view.list.length) {
      marks = [];
      box.replaceChildren(el("p", { class: "nothing" }, `No ${data.noun[1]} match this choice.`));
    } else if (data.kind === "table") {
      const table = drawTable(data, view);
      marks = table.marks;
      box.replaceChildren(table.node);
    } else {
      const figure = DRAW[data.kind](data, view, width);
      const canvas = svg("svg", {
        class: "drawn",
        role: "group",
        "aria-label": data.title,
        "aria-describedby": `${data.id}-alt`,
        width: figure.width || width,
        height: figure.height,
        viewBox: `0 0 ${figure.width || width} ${figure.height}`,
      });
      figure.axes(canvas);
      canvas.append(...figure.marks.map((m) => m.node));
      marks = figure.marks;
      box.replaceChildren(canvas);
    }
    paint();
  }

  // One stop for the Tab key; arrows move between marks, Enter or Space chooses one.
  function paint() {
    const current = marks.find((m) => m.key === view.chosen);
    marks.forEach((m, i) => {
      m.node.setAttribute("aria-pressed", String(m === current));
      m.node.setAttribute("tabindex", (current ? m === current : i === 0) ? 0 : -1);
    });
    box.classList.toggle("has-choice", Boolean(current));
  }

  function leftOut({ lines, hidden }) {
    const [shown, all] = [number(lines - hidden), number(lines)];
    if (data.kind === "dot") return `${shown} of ${all} marks drawn, those with most ${view.noun[1]}`;
    return `the first ${shown} of ${all} lines ${data.kind === "table" ? "shown" : "drawn"}`;
  }

  function tell() {
    const { told } = view,
      current = marks.find((m) => m.key === view.chosen);
    result.textContent = [
      told.now === told.total ? `All ${counted(told.total, view.noun)}` : `${number(told.now)} of ${counted(told.total, view.noun)}`,
      view.hidden > 0 ? leftOut(view) : null,
      view.lanes > view.ys?.length ? `${number(view.ys.length)} of ${number(view.lanes)} ${data.kind === "dot" ? "lines" : "names"} drawn` : null,
      view.panelsInAll > view.panels?.length ? `the ${number(view.panels.length)} with most of ${number(view.panelsInAll)} drawn` : null,
      told.homeless ? `${number(told.homeless)} not drawn: ${data.unplaced}` : null,
      told.idle.length ? `${told.idle.join(", ")}: nothing to narrow here` : null,
      current ? `chosen: ${current.label}` : null,
      view.sentences ? counted(view.sentences.total, ["sentence", "sentences"]) : null,
    ]
      .filter(Boolean)
      .join(" · ");
    every.textContent = `${data.kind === "table" ? "Show" : "Draw"} all ${number(view.lines)}`;
    every.hidden = view.hidden <= 0 || !view.canDrawAll;
    reset.hidden = !view.changed;
    listLegend();
    listNumbers();
    listSentences(current);
  }

  // One entry for each colour: values of one family share it.
  function listLegend() {
    const families = new Map();
    for (const [group, family] of view.groups) families.set(family, [...(families.get(family) || []), plain(group)]);
    const items = [...families].map(([family, groups]) =>
      el("li", {}, el("span", { class: `swatch c-${family}`, "aria-hidden": "true" }), groups.join(", ")),
    );
    legend.replaceChildren(...items);
    legend.hidden = !items.length;
  }

  function listNumbers() {
    const open = numbers.open,
      all = view.table || tableOf(data, view.list, view.label);
    const rows = all.rows
      .slice(0, TABLE_ROWS)
      .map((row) =>
        el(
          "tr",
          {},
          ...row.map((value, i) => el(i ? "td" : "th", i ? { class: cellClass(value) } : { scope: "row" }, ...cellWords(value))),
        ),
      );
    const head = el("tr", {}, ...all.head.map((words) => el("th", { scope: "col" }, String(words))));
    const table = el("table", {}, el("caption", {}, data.title), el("thead", {}, head), el("tbody", {}, ...rows));
    const save = el("button", { type: "button", class: "save" }, "Save this table as CSV");
    save.addEventListener("click", () => saveCsv(fileName(data, ""), all));
    const saveRows = on.rows ? el("button", { type: "button", class: "save" }, "Save the selected rows as CSV") : null;
    saveRows?.addEventListener("click", () => saveCsv(fileName(data, "-rows"), on.rows()));
    const left = all.rows.length - rows.length;
    const own = data.kind === "table" || data.kind === "list"; // its table is the figure itself
    fill(
      numbers,
      el("summary", {}, own ? "Save what is shown" : "The numbers in this figure"),
      own ? null : el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": `Numbers: ${data.title}` }, table),
      left > 0 && !own ? el("p", { class: "note" }, `${counted(left, ["more row", "more rows"])} in the CSV file.`) : null,
      data.kind === "list" ? null : save,
      saveRows,
    );
    numbers.open = open;
    numbers.hidden = data.kind === "list" && !saveRows;
  }

  function listSentences(current) {
    if (!view.sentences) return quotes.replaceChildren();
    const { items, total } = view.sentences;
    const heading = current ? `The sentences behind ${current.label}` : data.kind === "list" ? data.title : "The sentences behind this figure";
    const next = el("button", { type: "button", class: "more" }, `Show more (${number(total - items.length)} left)`);
    next.addEventListener("click", () => on.more());
    const note = data.unlisted
      ? el("p", { class: "note" }, `${counted(data.unlisted, ["sentence is", "sentences are"])} not in this page, to keep it small; the search reads those that are.`)
      : null;
    const seen = quotes.querySelectorAll("li").length;
    fill(
      quotes,
      el("p", { class: "sentences-title", "aria-live": "polite" }, heading),
      items.length ? el("ol", {}, ...items.map(sentenceItem)) : el("p", { class: "nothing" }, "None."),
      total > items.length ? next : null,
      note,
    );
    if (view.grew) {
      const item = quotes.querySelectorAll("li")[seen];
      item?.setAttribute("tabindex", "-1");
      item?.focus();
    }
  }

  const at = (event) => marks.findIndex((m) => m.node === event.target.closest(".mark"));
  box.addEventListener("click", (event) => {
    if (at(event) >= 0) on.choose(marks[at(event)].key);
  });
  box.addEventListener("keydown", (event) => {
    const here = at(event),
      last = marks.length - 1;
    if (here < 0) return;
    const to = { ArrowDown: here + 1, ArrowRight: here + 1, ArrowUp: here - 1, ArrowLeft: here - 1, Home: 0, End: last }[event.key];
    if (event.key === "Enter" || event.key === " ") on.choose(marks[here].key);
    else if (event.key === "Escape" && view.chosen !== null) on.choose(view.chosen);
    else if (to !== undefined) {
      const next = marks[Math.min(last, Math.max(0, to))].node;
      marks[here].node.setAttribute("tabindex", -1);
      next.setAttribute("tabindex", 0);
      next.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation(); // a notebook has its own keys
  });
  every.addEventListener("click", () => {
    on.whole();
    box.querySelector('.mark[tabindex="0"]')?.focus();
  });
  reset.addEventListener("click", () => on.first());
  const redraw = () => view && draw();
  print.addEventListener("change", redraw);
  for (const [name, on] of [["beforeprint", true], ["afterprint", false]])
    addEventListener(name, () => {
      paper = on; // before the page is laid out for paper; the change of media comes after it
      redraw();
    });
  new ResizeObserver(() => {
    room = box.clientWidth;
    if (Math.abs(room - 6 - width) > 8 && !paper && !print.matches && !drawing) redraw();
  }).observe(box);

  return {
    show(next) {
      const again = view && next.same; // only the chosen mark or the list of sentences changed
      view = next;
      if (again) paint();
      else draw();
      tell();
    },
    has: (key) => marks.some((m) => m.key === key),
  };
}
