package io.tenantschemas.benchmarks.report;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Groups of horizontal bars, as SVG.
 *
 * @param title what is shown
 * @param mark where a line is drawn to compare with
 * @param groups from top to bottom
 */
record BarPlot(String title, double mark, List<Group> groups) {

    /** Bars that belong together, with a heading. */
    record Group(String title, List<Bar> bars) {}

    /** A value, and how far it is spread. */
    record Bar(String name, double value, double low, double high) {}

    private static final int WIDTH = 860;

    private static final int LEFT = 190;

    private static final int RIGHT = 60;

    private static final int TOP = 44;

    private static final int ROW = 20;

    private static final int HEADING = 34;

    String svg() {
        Svg svg = new Svg().title(title);
        int y = TOP;
        for (Group group : groups) {
            svg.text(12, y + HEADING - 12, "font-weight=\"bold\"", group.title());
            y += HEADING;
            for (int i = 0; i < group.bars().size(); i++) {
                draw(group.bars().get(i), Svg.colour(i), y, svg);
                y += ROW;
            }
            svg.line(x(mark), y - ROW * group.bars().size(), x(mark), y, "stroke-dasharray=\"4 3\"");
        }
        return svg.of(WIDTH, y + 16);
    }

    private void draw(Bar bar, String colour, int y, Svg svg) {
        double middle = y + ROW / 2.0;
        svg.text(LEFT - 8, y + 15, "text-anchor=\"end\"", bar.name())
                .rectangle(LEFT, y + 3, x(bar.value()) - LEFT, ROW - 6, colour)
                .line(x(bar.low()), middle, x(bar.high()), middle, "stroke-width=\"1.5\"")
                .text(Math.max(x(bar.value()), x(bar.high())) + 6, y + 15, "", Markdown.decimal(bar.value()));
    }

    private double x(double value) {
        return LEFT + value / highest() * (WIDTH - LEFT - RIGHT);
    }

    private double highest() {
        return DoubleStream.concat(
                        DoubleStream.of(mark),
                        groups.stream().flatMap(group -> group.bars().stream()).mapToDouble(Bar::high))
                .max()
                .orElse(mark);
    }
}
