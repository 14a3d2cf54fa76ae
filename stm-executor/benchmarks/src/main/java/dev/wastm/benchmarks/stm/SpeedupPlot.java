package dev.wastm.benchmarks.stm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Speed-up against threads, a line a series, as an SVG picture with a logarithmic axis of threads. */
public final class SpeedupPlot {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 440;
  private static final int LEFT = 60;
  private static final int RIGHT = 150;
  private static final int TOP = 40;
  private static final int BOTTOM = 50;
  private static final List<String> COLOURS =
      List.of("#b2182b", "#ef8a62", "#4d4d4d", "#67a9cf", "#2166ac", "#1b7837");

  private final String title;
  private final Map<String, TreeMap<Integer, Double>> series = new LinkedHashMap<>();

  /** @param title what was measured, and where */
  public SpeedupPlot(String title) {
    this.title = title;
  }

  /** Adds a point of a series. */
  public void add(String name, int threads, double speedup) {
    series.computeIfAbsent(name, unused -> new TreeMap<>()).put(threads, speedup);
  }

  /** The picture of all points so far. */
  public String svg() {
    StringBuilder svg = new StringBuilder();
    svg.append(String.format(
        Locale.ROOT,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"12\">%n"
            + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
        WIDTH,
        HEIGHT));
    text(svg, LEFT, 22, "start", "Speed-up over sequential execution: " + title);
    axes(svg);
    int index = 0;
    for (Map.Entry<String, TreeMap<Integer, Double>> each : series.entrySet()) {
      line(svg, each.getKey(), each.getValue(), index++);
    }
    return svg.append("</svg>\n").toString();
  }

  private void axes(StringBuilder svg) {
    double step = highest() > 8 ? 8 : highest() > 4 ? 1 : 0.5;
    for (double y = 0; y <= highest(); y += step) {
      rule(svg, LEFT, y(y), WIDTH - RIGHT, y(y));
      text(svg, LEFT - 8, y(y) + 4, "end", String.format(Locale.ROOT, "%.1f", y));
    }
    series.values().stream().flatMap(line -> line.keySet().stream()).distinct().forEach(threads -> {
      rule(svg, x(threads), TOP, x(threads), HEIGHT - BOTTOM);
      text(svg, x(threads), HEIGHT - BOTTOM + 18, "middle", String.valueOf(threads));
    });
    text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 12, "middle", "threads");
  }

  private void line(StringBuilder svg, String name, Map<Integer, Double> points, int index) {
    String colour = COLOURS.get(index % COLOURS.size());
    svg.append("<polyline fill=\"none\" stroke-width=\"2\" stroke=\"")
        .append(colour)
        .append("\" points=\"");
    points.forEach((threads, speedup) ->
        svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(threads), y(speedup))));
    svg.append("\"/>\n");
    int legend = TOP + 20 + 20 * index;
    svg.append(String.format(
        Locale.ROOT,
        "<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" fill=\"%s\"/>%n",
        WIDTH - RIGHT + 16,
        legend - 10,
        colour));
    text(svg, WIDTH - RIGHT + 34, legend, "start", name);
  }

  private double highest() {
    double highest = series.values().stream()
        .flatMap(line -> line.values().stream())
        .mapToDouble(speedup -> speedup)
        .max()
        .orElse(1);
    return Math.ceil(highest * 2) / 2;
  }

  private double x(int threads) {
    int last = series.values().stream().mapToInt(TreeMap::lastKey).max().orElse(1);
    double share = last == 1 ? 0 : Math.log(threads) / Math.log(last);
    return LEFT + share * (WIDTH - LEFT - RIGHT);
  }

  private double y(double speedup) {
    return HEIGHT - BOTTOM - speedup / highest() * (HEIGHT - TOP - BOTTOM);
  }

  private static void rule(StringBuilder svg, double x1, double y1, double x2, double y2) {
    svg.append(String.format(
        Locale.ROOT,
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>%n",
        x1,
        y1,
        x2,
        y2));
  }

  private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
    svg.append(String.format(
        Locale.ROOT,
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
        x,
        y,
        anchor,
        text));
  }
}
