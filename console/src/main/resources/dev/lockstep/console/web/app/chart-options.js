// What ECharts is told. Tooltips are DOM nodes made with textContent: names of tables are data.
import { clockTime, duration, rate } from "./format.js";

export function lagOptions(lines, axis) {
  return {
    ...frame(axis, (value) => duration(value)),
    tooltip: tooltip(axis, ([, p99, p50, max]) =>
      `p50 ${duration(p50)}, p99 ${duration(p99)}, max ${duration(max)}`),
    series: lines.map((line) => ({
      ...base(line, axis),
      lineStyle: { width: 1.75, color: line.color, type: line.type },
    })),
  };
}

export function paceOptions(lines, axis) {
  return {
    ...frame(axis, (value) => rate(value)),
    tooltip: tooltip(axis, ([, perSecond]) => `${rate(perSecond)}/s`),
    series: lines.map((line) => ({
      ...base(line, axis),
      stack: "pace",
      lineStyle: { width: 1.5, color: line.color, type: line.type },
      areaStyle: { color: line.color, opacity: 0.22 },
    })),
  };
}

function base(line, { token, wide }) {
  return {
    id: line.id,
    name: line.name,
    type: "line",
    data: line.data,
    showSymbol: false,
    symbol: "circle",
    symbolSize: 6,
    sampling: "lttb",
    itemStyle: { color: line.color },
    emphasis: { focus: "series" },
    connectNulls: false,
    // Each line bears its name where there is room; elsewhere a legend does.
    endLabel: {
      show: wide, distance: 6, width: 96, overflow: "truncate", color: line.color,
      fontSize: 12, fontWeight: 600, fontFamily: token("--sans"),
      formatter: ({ seriesName }) => seriesName.slice(seriesName.indexOf(".") + 1),
    },
    labelLayout: { moveOverlap: "shiftY" },
  };
}

function frame({ from, to, token, wide }, format) {
  const label = { color: token("--soft"), fontSize: 11.5, fontFamily: token("--sans") };
  return {
    animation: false,
    grid: { left: 12, right: wide ? 104 : 18, top: wide ? 14 : 40, bottom: 8, containLabel: true },
    legend: {
      show: !wide,
      type: "scroll", top: 6, left: 12, right: 12, icon: "path://M0 0h24v4H0z",
      itemWidth: 18, itemHeight: 4, itemGap: 16,
      textStyle: { ...label, color: token("--ink"), fontSize: 12.5 },
      inactiveColor: token("--line-strong"),
      pageTextStyle: label, pageIconColor: token("--soft"),
      pageIconInactiveColor: token("--line-strong"),
    },
    xAxis: {
      type: "time", min: from, max: to, splitNumber: 5,
      axisLine: { lineStyle: { color: token("--line-strong") } },
      axisTick: { show: false },
      axisLabel: { ...label, hideOverlap: true, showMinLabel: false, showMaxLabel: false,
        formatter: (value) => clockTime(value) },
      splitLine: { show: false },
    },
    yAxis: {
      type: "value", min: 0, splitNumber: 4, minInterval: 1,
      axisLabel: { ...label, formatter: format },
      splitLine: { lineStyle: { color: token("--line") } },
    },
  };
}

function tooltip({ token }, describe) {
  return {
    trigger: "axis",
    confine: true,
    transitionDuration: 0,
    backgroundColor: token("--surface"),
    borderColor: token("--line-strong"),
    padding: [8, 12],
    textStyle: { color: token("--ink"), fontSize: 12.5, fontFamily: token("--sans") },
    axisPointer: { lineStyle: { color: token("--line-strong") }, label: { show: false } },
    formatter: (items) => {
      const box = document.createElement("div");
      box.append(line(clockTime(items[0].value[0]), token("--soft")));
      for (const item of items) {
        if (item.value[1] === null) continue;
        const row = line(`${item.seriesName}  `, token("--ink"));
        const mark = document.createElement("span");
        mark.textContent = "▬ ";
        mark.style.color = item.color;
        row.prepend(mark);
        const value = document.createElement("b");
        value.textContent = describe(item.value);
        row.append(value);
        box.append(row);
      }
      return box;
    },
  };
}

function line(text, color) {
  const row = document.createElement("div");
  row.textContent = text;
  row.style.color = color;
  return row;
}
