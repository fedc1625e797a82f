// Figures that redraw themselves: reads each figure's table of marks (a JSON island written by twin.py), keeps the rows
// that the controls choose, draws them as SVG and lists their numbers and sentences. Data only ever becomes text
// (textContent, setAttribute of labels), never markup.
(() => {
  "use strict";
  const SVG = "http://www.w3.org/2000/svg";
  const PAGE = 5; // sentences shown at once
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
  pen.font = `13px ${getComputedStyle(document.body).getPropertyValue("--sans")}`;
  const breadth = (words) => pen.measureText(words).width;
  const clip = (words, width) => {
    if (breadth(words) <= width) return words;
    let room = words.length;
    while (room > 3 && breadth(words.slice(0, room) + "…") > width) room -= 1;
    return words.slice(0, room).trimEnd() + "…";
  };
  const range = (low, best, high) => {
    if (low === null && best === null && high === null) return "no number given";
    if (low !== null && low === high) return number(low);
    if (high === null) return `${number(low ?? best)} or more`;
    if (low === null) return `${number(high)} or fewer`;
    return `${number(low)} to ${number(high)}`;
  };

  // ---------------------------------------------------------------- rows -> marks
  const holds = (cell, chosen) => (Array.isArray(cell) ? cell.map(String).includes(chosen) : String(cell) === chosen);
  const RULES = {
    select: holds,
    either: holds,
    reading: holds,
    contains: (cell, words) =>
      String(cell ?? "")
        .toLowerCase()
        .includes(words.toLowerCase()),
    from: (cell, first) => cell !== null && cell >= first,
    to: (cell, last) => cell !== null && cell <= last,
  };

  function keptRows(data, state) {
    const active = data.controls.filter((c) => state[c.name] && RULES[c.kind]);
    const sides = active.filter((c) => c.kind === "either");
    const others = active.filter((c) => c.kind !== "either");
    const passes = (control, row) => RULES[control.kind](data.columns[control.name][row], state[control.name]);
    const kept = [];
    for (let row = 0; row < data.rows; row++) {
      if (others.every((c) => passes(c, row)) && (!sides.length || sides.some((c) => passes(c, row)))) kept.push(row);
    }
    return kept;
  }

  function amount(data, rows) {
    if (data.aggregate === "sum") return rows.reduce((sum, row) => sum + (data.columns.value[row] || 0), 0);
    if (data.aggregate === "distinct")
      return new Set(rows.map((row) => data.columns.distinct[row]).filter((v) => v !== null)).size;
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

  // A band is a place on the category or time axis: its rows, its value and its parts by group.
  const reach = (band) =>
    Math.max(
      band.value,
      band.parts.reduce((sum, p) => sum + p.value, 0),
    );

  function bands(data, rows, axis) {
    const column = data.columns[axis];
    return [...grouped(rows, (row) => column[row])].map(([key, own]) => ({
      key,
      rows: own,
      value: amount(data, own),
      parts: parts(data, own),
    }));
  }

  function parts(data, rows) {
    if (!data.groups) return [{ group: null, family: "plain", rows, value: amount(data, rows) }];
    const byGroup = grouped(rows, (row) => data.columns.group[row] ?? "");
    const known = data.groups.map(([group, family]) => ({ group, family, rows: byGroup.get(group) || [] }));
    const none = byGroup.get("");
    if (none) known.push({ group: "not known", family: "other", rows: none });
    return known.filter((p) => p.rows.length).map((p) => ({ ...p, value: amount(data, p.rows) }));
  }

  function sorted(data, list, axis) {
    const place = new Map();
    data.columns[axis].forEach((key, row) => place.has(key) || place.set(key, row));
    const given = (a, b) => place.get(a.key) - place.get(b.key);
    if (axis === "x" && data.xType !== "category") return list.sort((a, b) => (a.key < b.key ? -1 : 1));
    if (data.order === "given") return list.sort(given);
    return list.sort((a, b) => b.value - a.value || (a.key < b.key ? -1 : 1)); // as the static figures do
  }

  const familyOf = (data, row) => {
    if (!data.groups) return "plain";
    const found = data.groups.find(([group]) => group === data.columns.group[row]);
    return found ? found[1] : "other";
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

  function logTicks(most) {
    const list = [0];
    for (let t = 1; t < most * 1.0001; t *= 10) list.push(t, ...(most <= 100 ? [t * 2, t * 5] : [t * 3]));
    return list.filter((t, i, all) => t <= most || all[i - 1] < most);
  }

  function scale(data, most, from, to, wanted) {
    const marks = data.scale === "log" ? logTicks(most) : ticks(most, wanted);
    const bend = data.scale === "log" ? (v) => Math.log1p(v) : (v) => v;
    const top = bend(marks[marks.length - 1]) || 1;
    return { ticks: marks, at: (v) => from + (bend(v) / top) * (to - from) };
  }

  const text = (x, y, words, attributes) => svg("text", { x, y, ...attributes }, words);
  const hit = (x, y, width, height) =>
    svg("rect", { class: "hit", x, y, width: Math.max(1, width), height: Math.max(1, height) });

  function mark(key, label, rows, ...shapes) {
    const node = svg(
      "g",
      { class: "mark", role: "button", tabindex: -1, "aria-pressed": "false", "aria-label": label },
      svg("title", {}, label),
      ...shapes,
    );
    return { key, label, rows, node };
  }

  function valueAxis(canvas, along, top, bottom, label) {
    for (const t of along.ticks) {
      const x = along.at(t);
      canvas.append(
        svg("line", { class: "grid", x1: x, x2: x, y1: top, y2: bottom }),
        text(x, bottom + 16, number(t), { class: "tick", "text-anchor": "middle" }),
      );
    }
    canvas.append(text(along.at(0), bottom + 34, label, { class: "axis" }));
  }

  // ---------------------------------------------------------------- the kinds of figure
  // Each gets the data, its kept rows and the width, and gives { height, marks, draw(canvas), hidden, table }.
  function rowLayout(width, labels, head) {
    const narrow = width < 520;
    const longest = Math.max(0, ...labels.map(breadth)) + 14;
    return { narrow, left: narrow ? 2 : Math.min(longest, width * 0.36), height: narrow ? 44 : 28, head };
  }

  function rowLabel(layout, y, label, width) {
    if (layout.narrow) return text(2, y + 13, clip(label, width), { class: "label" });
    return text(layout.left - 10, y + layout.height / 2 + 4.5, clip(label, layout.left - 10), {
      class: "label",
      "text-anchor": "end",
    });
  }

  function barRows(data, list, width) {
    const layout = rowLayout(
      width,
      list.map((b) => shown(data, "x", b.key)),
    );
    const along = scale(data, Math.max(1, ...list.map(reach)), layout.left, width - 46, width < 520 ? 4 : 6);
    const bottom = list.length * layout.height + 4;
    const marks = list.map((band, i) => {
      const y = i * layout.height,
        middle = y + (layout.narrow ? 18 : 5),
        label = shown(data, "x", band.key);
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
        String(band.key),
        `${label}: ${counted(band.value, data.noun)}`,
        band.rows,
        hit(0, y, width, layout.height),
        rowLabel(layout, y, label, width),
        ...shapes,
        text(along.at(Math.max(from, band.value)) + 6, middle + 13.5, number(band.value), { class: "value" }),
      );
    });
    return { height: bottom + 42, marks, axes: (canvas) => valueAxis(canvas, along, 0, bottom, data.labels.value) };
  }

  function positions(data, list, from, to) {
    const domain = data.domain && data.domain.length ? data.domain : list.map((b) => b.key);
    const width = (to - from) / Math.max(1, domain.length);
    const place = new Map(domain.map((key, i) => [key, from + i * width]));
    return { domain, width, at: (key) => place.get(key) };
  }

  function upAxis(canvas, data, up, across, left, width, bottom) {
    for (const t of up.ticks)
      canvas.append(
        svg("line", { class: "grid", x1: left, x2: width, y1: up.at(t), y2: up.at(t) }),
        text(left - 8, up.at(t) + 4, number(t), { class: "tick", "text-anchor": "end" }),
      );
    canvas.append(text(0, 11, data.labels.value, { class: "axis" }));
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

  function barColumns(data, list, width) {
    const left = 40,
      top = 24,
      bottom = 250;
    const across = positions(data, list, left, width - 4);
    const up = scale(data, Math.max(1, ...list.map(reach)), bottom, top, 5);
    const gap = across.width > 6 ? Math.min(8, across.width * 0.15) : across.width > 2 ? 0.5 : 0;
    const marks = list.map((band) => {
      const x = across.at(band.key);
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
      return mark(
        String(band.key),
        `${shown(data, "x", band.key)}: ${counted(band.value, data.noun)}`,
        band.rows,
        hit(x, top, across.width, bottom - top),
        ...shapes,
      );
    });
    return { height: bottom + 44, marks, axes: (canvas) => upAxis(canvas, data, up, across, left, width, bottom) };
  }

  function drawBars(data, list, width) {
    return data.xType === "category" ? barRows(data, list, width) : barColumns(data, list, width);
  }

  function drawLines(data, list, width) {
    const left = 40,
      top = 24,
      bottom = 250;
    const across = positions(data, list, left, width - 4);
    const most = Math.max(1, ...list.flatMap((b) => b.parts.map((p) => p.value)));
    const up = scale(data, most, bottom, top, 5);
    const byKey = new Map(list.map((b) => [b.key, b]));
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
        const x = across.at(band.key) + across.width / 2,
          name = p.group === null ? "" : `, ${plain(p.group)}`;
        return mark(
          `${band.key}|${p.group ?? ""}`,
          `${shown(data, "x", band.key)}${name}: ${counted(p.value, data.noun)}`,
          p.rows,
          svg("circle", { class: "hit", cx: x, cy: up.at(p.value), r: 9 }),
          svg("circle", { class: `shape c-${p.family}`, cx: x, cy: up.at(p.value), r: 3.5 }),
        );
      }),
    );
    return {
      height: bottom + 44,
      marks,
      axes: (canvas) => {
        upAxis(canvas, data, up, across, left, width, bottom);
        canvas.append(...paths);
      },
    };
  }

  function drawRanges(data, list, width) {
    const layout = rowLayout(
      width,
      list.map((r) => r.label),
    );
    const most = Math.max(1, ...list.flatMap((r) => [r.low, r.best, r.high]).filter((v) => v !== null));
    const along = scale(data, most, layout.left + 6, width - (layout.narrow ? 70 : 104), layout.narrow ? 3 : 5);
    const bottom = list.length * layout.height + 4;
    const marks = list.map((r, i) => {
      const y = i * layout.height,
        middle = y + (layout.narrow ? 29 : layout.height / 2),
        told = range(r.low, r.best, r.high);
      const low = r.low ?? (r.best === null && r.high === null ? null : 0),
        known = r.high ?? r.best ?? r.low;
      const shapes = [];
      let end = along.at(0);
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
      return mark(
        String(r.row),
        `${r.label}: ${told}`,
        [r.row],
        hit(0, y, width, layout.height),
        rowLabel(layout, y, r.label, width),
        ...shapes,
        text(end + 13, middle + 4.5, told, { class: known === null ? "value quiet" : "value" }),
      );
    });
    return { height: bottom + 42, marks, axes: (canvas) => valueAxis(canvas, along, 0, bottom, data.labels.value) };
  }

  const instant = (data, value) => (data.xType === "time" ? Date.parse(value) / 864e5 : Number(value));

  function drawDots(data, list, width) {
    const rows = sorted(
      data,
      bands(
        data,
        list.flatMap((d) => d.rows),
        "y",
      ),
      "y",
    ).slice(0, data.top);
    const layout = rowLayout(
      width,
      rows.map((b) => shown(data, "y", b.key)),
    );
    const place = new Map(rows.map((b, i) => [b.key, i]));
    const all = data.columns.x.filter((v) => v !== null).map((v) => instant(data, v));
    const first = Math.min(...all),
      last = Math.max(...all),
      from = layout.left + 12,
      to = width - 14,
      bottom = rows.length * layout.height + 4;
    const at = (v) =>
      last > first ? from + ((instant(data, v) - first) / (last - first)) * (to - from) : (from + to) / 2;
    const marks = list
      .filter((d) => place.has(d.y))
      .map((d) => {
        const middle = place.get(d.y) * layout.height + (layout.narrow ? 29 : layout.height / 2),
          r = Math.min(11, 3.5 + Math.sqrt(d.rows.length) * 1.5);
        return mark(
          `${d.x}|${d.y}|${d.group ?? ""}`,
          `${shown(data, "y", d.y)}, ${shown(data, "x", d.x)}${d.group ? `, ${plain(d.group)}` : ""}: ${counted(d.value, data.noun)}`,
          d.rows,
          svg("circle", { class: "hit", cx: at(d.x), cy: middle, r: 12 }),
          svg("circle", { class: `shape dot c-${d.family}`, cx: at(d.x), cy: middle, r }),
        );
      });
    const axes = (canvas) => {
      rows.forEach((b, i) => {
        const y = i * layout.height,
          middle = y + (layout.narrow ? 29 : layout.height / 2);
        canvas.append(
          svg("line", { class: "grid", x1: layout.left, x2: width, y1: middle, y2: middle }),
          rowLabel(layout, y, shown(data, "y", b.key), width),
        );
      });
      const wanted = Math.max(1, Math.floor((to - from) / 120));
      for (let i = 0; i <= (last > first ? wanted : 0); i++) {
        const value = last > first ? first + (i * (last - first)) / wanted : first,
          x = last > first ? from + (i * (to - from)) / wanted : (from + to) / 2;
        const words =
          data.xType === "time"
            ? day(new Date(Math.round(value) * 864e5).toISOString(), data.step)
            : number(Math.round(value));
        canvas.append(
          svg("line", { class: "notch", x1: x, x2: x, y1: bottom, y2: bottom + 4 }),
          text(x, bottom + 18, words, {
            class: "tick",
            "text-anchor":
              i === 0 && wanted > 0 && last > first ? "start" : i === wanted && last > first ? "end" : "middle",
          }),
        );
      }
      canvas.append(text(layout.left, bottom + 36, data.labels.x, { class: "axis" }));
    };
    return { height: bottom + 44, marks, axes };
  }

  function drawMatrix(data, list, width) {
    const rows = list.flatMap((d) => d.rows);
    const ys = sorted(data, bands(data, rows, "y"), "y").slice(0, data.top),
      xs = sorted(data, bands(data, rows, "x"), "x").slice(0, data.top);
    const narrow = width < 520;
    const left = Math.min(
      Math.max(0, ...ys.map((b) => breadth(shown(data, "y", b.key)))) + 14,
      width * (narrow ? 0.38 : 0.3),
    );
    const longest = Math.min(narrow ? 90 : 150, Math.max(0, ...xs.map((b) => breadth(shown(data, "x", b.key)))));
    const cell = Math.max(20, Math.min(64, (width - left - 4) / Math.max(1, xs.length))),
      high = Math.min(cell, 34);
    const steep = longest > cell - 4,
      top = steep ? longest * 0.77 + 18 : 24;
    const most = Math.max(1, ...list.map((d) => d.value));
    const column = new Map(xs.map((b, i) => [b.key, i])),
      line = new Map(ys.map((b, i) => [b.key, i]));
    const marks = list
      .filter((d) => column.has(d.x) && line.has(d.y))
      .map((d) => {
        const x = left + column.get(d.x) * cell,
          y = top + line.get(d.y) * high,
          share = d.value / most;
        return mark(
          `${d.x}|${d.y}`,
          `${shown(data, "y", d.y)}, ${shown(data, "x", d.x)}: ${counted(d.value, data.noun)}`,
          d.rows,
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
      ys.forEach((b, i) =>
        canvas.append(
          text(left - 8, top + i * high + high / 2 + 4.5, clip(shown(data, "y", b.key), left - 8), {
            class: "label",
            "text-anchor": "end",
          }),
        ),
      );
      xs.forEach((b, i) => {
        const x = left + i * cell + cell / 2,
          words = clip(shown(data, "x", b.key), narrow ? 90 : 150);
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
      width: Math.max(width, left + xs.length * cell + (steep ? longest * 0.6 : 4)),
      marks,
      axes,
    };
  }

  // ---------------------------------------------------------------- kinds: how rows become a list, and the table of it
  function pairs(data, rows) {
    const { x, y, group } = data.columns;
    const byPair = grouped(rows, (r) =>
      x[r] === null || y[r] === null
        ? null
        : JSON.stringify([x[r], y[r], data.kind === "dot" && group ? group[r] : null]),
    );
    return [...byPair.values()].map((own) => ({
      x: x[own[0]],
      y: y[own[0]],
      group: group ? group[own[0]] : null,
      family: familyOf(data, own[0]),
      rows: own,
      value: amount(data, own),
    }));
  }

  function ranges(data, rows) {
    const c = data.columns,
      get = (name, r) => (c[name] ? c[name][r] : null);
    const list = rows.map((row) => ({
      row,
      rows: [row],
      label: shown(data, "y", c.y[row]),
      low: get("low", row),
      best: get("best", row),
      high: get("high", row),
      family: familyOf(data, row),
    }));
    const size = (r) => r.best ?? r.low ?? r.high ?? -1;
    return data.order === "given" ? list : list.sort((a, b) => size(b) - size(a) || a.row - b.row);
  }

  function listOf(data, rows) {
    if (data.kind === "range") return ranges(data, rows);
    if (data.kind === "dot" || data.kind === "matrix") return pairs(data, rows);
    return sorted(data, bands(data, rows, "x"), "x");
  }

  function tableOf(data, list) {
    const { x, y, value } = data.labels;
    if (data.kind === "range")
      return { head: [y, "Lowest", "Best", "Highest"], rows: list.map((r) => [r.label, r.low, r.best, r.high]) };
    if (data.kind === "dot" || data.kind === "matrix")
      return { head: [y, x, value], rows: list.map((d) => [shown(data, "y", d.y), shown(data, "x", d.x), d.value]) };
    const groups = data.groups ? [...new Set(list.flatMap((b) => b.parts.map((p) => p.group)))] : [];
    const part = (band, group) => band.parts.find((p) => p.group === group)?.value ?? 0;
    return {
      head: [x, ...groups.map(plain), value],
      rows: list.map((b) => [shown(data, "x", b.key), ...groups.map((g) => part(b, g)), b.value]),
    };
  }

  const DRAW = { bar: drawBars, line: drawLines, range: drawRanges, dot: drawDots, matrix: drawMatrix };

  // ---------------------------------------------------------------- sentences
  function sentencesOf(data, rows) {
    const found = new Map();
    for (const row of rows)
      for (const e of data.refs[row] || []) {
        const [sentence, start, end] = data.evidence[e];
        if (!found.has(sentence)) found.set(sentence, []);
        if (end > start) found.get(sentence).push([start, end]);
      }
    return [...found]; // in the order of the figure
  }

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

  function sentenceItem([words, title, published, claimant, outlet], places) {
    const speaker = claimant === "article" ? "Said by the article itself" : claimant ? `Said by ${claimant}` : null;
    const from = [speaker, title === words ? null : title, outlet, published ? day(published) : "day not known"];
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

  // ---------------------------------------------------------------- one figure
  function start(section) {
    const data = JSON.parse(section.querySelector(".twin-data").textContent);
    for (const [name, cells] of Object.entries(data.columns))
      if (!Array.isArray(cells)) data.columns[name] = cells.at.map((i) => cells.of[i]);
    const box = section.querySelector(".twin-figure"),
      result = section.querySelector(".result-text"),
      more = section.querySelector(".twin-more");
    const inputs = [...section.querySelectorAll(".controls select, .controls input")];
    const reset = el("button", { type: "button", class: "reset", hidden: "" }, "Show the first view again");
    const every = el("button", { type: "button", class: "every", hidden: "" });
    section.querySelector(".result").append(" ", every, " ", reset);
    const legend = el("ul", { class: "legend" }),
      numbers = el("details", { class: "numbers" }),
      quotes = el("div", { class: "sentences" });
    more.append(legend, numbers, quotes);
    let whole = false,
      chosen = null,
      listed = PAGE,
      width = 0,
      view = null;

    const state = () => Object.fromEntries(inputs.map((input) => [input.name, input.value.trim()]));
    const first = Object.fromEntries(data.controls.map((c) => [c.name, c.first]));

    function restore() {
      const kept = address.read();
      for (const input of inputs) {
        const value = kept.get(`${data.id}.${input.name}`);
        input.value = value ?? first[input.name];
        if (input.tagName === "SELECT" && input.selectedIndex < 0) input.value = first[input.name];
      }
      chosen = kept.get(`${data.id}.mark`);
      whole = kept.get(`${data.id}.whole`) === "1";
    }

    function remember() {
      const now = state(),
        changed = Object.fromEntries(Object.entries(now).filter(([name, value]) => value !== first[name]));
      if (chosen !== null) changed.mark = chosen;
      if (whole) changed.whole = "1";
      reset.hidden = !Object.keys(changed).length;
      address.write(data.id, changed);
    }

    function compute() {
      const now = state();
      const kept = keptRows(data, now);
      let list = listOf(data, kept);
      const placed = new Set(list.flatMap((item) => item.rows));
      const homeless = kept.filter((row) => !placed.has(row));
      const least = data.controls.filter((c) => c.kind === "at_least").map((c) => Number(now[c.name]) || 0);
      if (least.length) list = list.filter((item) => (item.value ?? item.best ?? item.low ?? 0) >= Math.max(...least));
      const cut =
        data.kind === "range" || (data.kind === "bar" && data.xType === "category")
          ? whole
            ? Infinity
            : data.top
          : Infinity;
      view = {
        list,
        drawn: list.slice(0, cut),
        rows: list.flatMap((item) => item.rows),
        table: tableOf(data, list),
        homeless,
      };
    }

    function draw() {
      width = Math.max(280, Math.floor(print.matches ? 660 : box.clientWidth || 640));
      if (!view.drawn.length) {
        view.marks = [];
        box.replaceChildren(el("p", { class: "nothing" }, `No ${data.noun[1]} match this choice.`));
        return;
      }
      const figure = DRAW[data.kind](data, view.drawn, width);
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
      view.marks = figure.marks;
      box.replaceChildren(canvas);
      if (chosen !== null && !view.marks.some((m) => m.key === chosen)) chosen = null;
      paint();
    }

    // One stop for the Tab key; arrows move between marks, Enter or Space chooses one.
    function paint() {
      const current = view.marks.find((m) => m.key === chosen);
      view.marks.forEach((m, i) => {
        m.node.setAttribute("aria-pressed", String(m === current));
        m.node.setAttribute("tabindex", (current ? m === current : i === 0) ? 0 : -1);
      });
      box.classList.toggle("has-choice", Boolean(current));
    }

    function tell() {
      const current = view.marks.find((m) => m.key === chosen);
      const rows = current ? current.rows : view.rows,
        all = Array.from({ length: data.rows }, (_, i) => i);
      const found = sentencesOf(data, rows),
        total = amount(data, all),
        now = amount(data, view.rows);
      const hidden = view.list.length - view.drawn.length;
      result.textContent = [
        now === total ? `All ${counted(total, data.noun)}` : `${number(now)} of ${counted(total, data.noun)}`,
        hidden > 0 ? `the first ${number(view.drawn.length)} of ${number(view.list.length)} lines drawn` : null,
        view.homeless.length
          ? `${number(amount(data, view.homeless))} not drawn: ${data.labels.x.toLowerCase()} not known`
          : null,
        current ? `chosen: ${current.label}` : null,
        data.sentences.length ? counted(found.length, ["sentence", "sentences"]) : null,
      ]
        .filter(Boolean)
        .join(" · ");
      every.textContent = `Draw all ${number(view.list.length)}`;
      every.hidden = hidden <= 0;
      listLegend();
      listNumbers();
      listSentences(found, current);
    }

    // One entry for each colour: values of one family share it.
    function listLegend() {
      const seen = new Set(view.rows.map((row) => (data.groups ? data.columns.group[row] : null)));
      const families = new Map();
      for (const [group, family] of data.groups || []) {
        if (seen.has(group)) families.set(family, [...(families.get(family) || []), plain(group)]);
      }
      const items = [...families].map(([family, groups]) =>
        el("li", {}, el("span", { class: `swatch c-${family}`, "aria-hidden": "true" }), groups.join(", ")),
      );
      legend.replaceChildren(...items);
      legend.hidden = !items.length;
    }

    function listNumbers() {
      const rows = view.table.rows
        .slice(0, TABLE_ROWS)
        .map((row) =>
          el(
            "tr",
            {},
            ...row.map((value, i) =>
              el(
                i ? "td" : "th",
                i ? { class: typeof value === "number" ? "number" : null } : { scope: "row" },
                typeof value === "number" ? number(value) : String(value ?? "–"),
              ),
            ),
          ),
        );
      const head = el("tr", {}, ...view.table.head.map((words) => el("th", { scope: "col" }, String(words))));
      const table = el("table", {}, el("caption", {}, data.title), el("thead", {}, head), el("tbody", {}, ...rows));
      const save = el("button", { type: "button", class: "save" }, "Save this table as CSV");
      save.addEventListener("click", () =>
        saveCsv(
          data.title
            .toLowerCase()
            .replace(/[^a-z0-9]+/g, "-")
            .slice(0, 60) || data.id,
          view.table,
        ),
      );
      const left = view.table.rows.length - rows.length;
      fill(
        numbers,
        el("summary", {}, "The numbers in this figure"),
        el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": `Numbers: ${data.title}` }, table),
        left > 0 ? el("p", { class: "note" }, `${counted(left, ["more row", "more rows"])} in the CSV file.`) : null,
        save,
      );
    }

    function listSentences(found, current) {
      if (!data.sentences.length) return quotes.replaceChildren();
      const heading = current ? `The sentences behind ${current.label}` : "The sentences behind this figure";
      const items = found.slice(0, listed).map(([place, marks]) => sentenceItem(data.sentences[place], marks));
      const next = el("button", { type: "button", class: "more" }, `Show more (${number(found.length - listed)} left)`);
      next.addEventListener("click", () => {
        const at = listed;
        listed += 3 * PAGE;
        listSentences(found, current);
        const item = quotes.querySelectorAll("li")[at];
        if (item) {
          item.setAttribute("tabindex", "-1");
          item.focus();
        }
      });
      const note = data.unlisted
        ? el(
            "p",
            { class: "note" },
            `${counted(data.unlisted, ["sentence is", "sentences are"])} not in this page, to keep it small.`,
          )
        : null;
      fill(
        quotes,
        el("p", { class: "sentences-title" }, heading),
        found.length ? el("ol", {}, ...items) : el("p", { class: "nothing" }, "None."),
        found.length > listed ? next : null,
        note,
      );
    }

    function update() {
      listed = PAGE;
      compute();
      draw();
      tell();
      remember();
    }

    function choose(key) {
      chosen = chosen === key ? null : key;
      listed = PAGE;
      paint();
      tell();
      remember();
    }

    function keyOf(event) {
      const node = event.target.closest(".mark");
      return node ? view.marks.findIndex((m) => m.node === node) : -1;
    }

    box.addEventListener("click", (event) => {
      const at = keyOf(event);
      if (at >= 0) choose(view.marks[at].key);
    });
    box.addEventListener("keydown", (event) => {
      const at = keyOf(event),
        last = view.marks.length - 1;
      if (at < 0) return;
      const to = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: last }[
        event.key
      ];
      if (event.key === "Enter" || event.key === " ") choose(view.marks[at].key);
      else if (event.key === "Escape" && chosen !== null) choose(chosen);
      else if (to !== undefined) {
        const next = view.marks[Math.min(last, Math.max(0, to))].node;
        view.marks[at].node.setAttribute("tabindex", -1);
        next.setAttribute("tabindex", 0);
        next.focus();
      } else return;
      event.preventDefault();
    });
    for (const input of inputs)
      input.addEventListener(input.type === "search" || input.type === "number" ? "input" : "change", () => {
        chosen = null;
        update();
      });
    every.addEventListener("click", () => {
      whole = true;
      update();
      box.querySelector('.mark[tabindex="0"]')?.focus();
    });
    reset.addEventListener("click", () => {
      whole = false;
      for (const input of inputs) input.value = first[input.name];
      chosen = null;
      update();
      (inputs[0] || box).focus();
    });

    const print = matchMedia("print");
    const redraw = () => view && draw();
    print.addEventListener("change", redraw);
    new ResizeObserver(() => {
      if (Math.abs(box.clientWidth - width) > 8 && !print.matches) redraw();
    }).observe(box);
    restore();
    update();
    addEventListener("hashchange", () => {
      if (location.hash.startsWith("#~")) {
        restore();
        update();
      }
    });
  }

  document.querySelectorAll("div.twin").forEach(start);
})();
