package io.tenantschemas.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Curves over the same two axes, both of which begin at zero, as SVG.
 *
 * @param title what is shown
 * @param curves what is drawn
 */
record LinePlot(String title, List<Curve> curves) {

    /** Points that are joined. */
    record Curve(String name, List<Point> points) {}

    /** A point. */
    record Point(double x, double y) {}

    private static final int WIDTH = 860;

    private static final int HEIGHT = 360;

    private static final int LEFT = 70;

    private static final int RIGHT = 30;

    private static final int TOP = 50;

    private static final int LEGEND = 20;

    private static final int STEPS = 4;

    String svg() {
        Svg svg = new Svg().title(title);
        for (int step = 0; step <= STEPS; step++) {
            double x = highest(Point::x) * step / STEPS;
            double y = highest(Point::y) * step / STEPS;
            svg.line(LEFT, y(y), WIDTH - RIGHT, y(y), "stroke-width=\"0.3\"")
                    .text(LEFT - 8, y(y) + 4, "text-anchor=\"end\"", Markdown.whole(y))
                    .text(x(x), HEIGHT + 18, "text-anchor=\"middle\"", Markdown.whole(x));
        }
        for (int i = 0; i < curves.size(); i++) {
            int y = HEIGHT + 30 + LEGEND * i;
            svg.polyline(points(curves.get(i)), Svg.colour(i))
                    .rectangle(LEFT, y, 14, 14, Svg.colour(i))
                    .text(LEFT + 22, y + 12, "", curves.get(i).name());
        }
        return svg.of(WIDTH, HEIGHT + 40 + LEGEND * curves.size());
    }

    private String points(Curve curve) {
        return curve.points().stream()
                .map(point -> String.format(Locale.ROOT, "%.1f,%.1f", x(point.x()), y(point.y())))
                .collect(Collectors.joining(" "));
    }

    private double x(double value) {
        return LEFT + value / highest(Point::x) * (WIDTH - LEFT - RIGHT);
    }

    private double y(double value) {
        return HEIGHT - value / highest(Point::y) * (HEIGHT - TOP);
    }

    private double highest(ToDoubleFunction<Point> axis) {
        return curves.stream()
                .flatMap(curve -> curve.points().stream())
                .mapToDouble(axis)
                .max()
                .orElse(1);
    }
}
