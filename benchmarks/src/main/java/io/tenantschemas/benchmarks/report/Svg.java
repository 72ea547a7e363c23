package io.tenantschemas.benchmarks.report;

import java.util.Locale;

/** A picture that grows shape by shape. Its text is dark on white whatever it is shown on. */
final class Svg {

    private final StringBuilder shapes = new StringBuilder();

    private static final String[] COLOURS = {
        "#8a8f98", "#d1495b", "#edae49", "#00798c", "#30638e", "#5f8b4c", "#7b5ea7", "#003d5b"
    };

    /** Returns a colour that differs from those of the numbers next to it. */
    static String colour(int number) {
        return COLOURS[number % COLOURS.length];
    }

    Svg title(String title) {
        return text(12, 28, "font-size=\"17\" font-weight=\"bold\"", title);
    }

    Svg text(double x, double y, String attributes, String text) {
        return tag(
                "<text x=\"%.1f\" y=\"%.1f\" %s>%s</text>",
                x, y, attributes, text.replace("&", "&amp;").replace("<", "&lt;"));
    }

    Svg line(double x1, double y1, double x2, double y2, String attributes) {
        return tag(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#222\" %s/>",
                x1, y1, x2, y2, attributes);
    }

    Svg rectangle(double x, double y, double width, double height, String colour) {
        return tag(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
                x, y, width, height, colour);
    }

    Svg polyline(String points, String colour) {
        return tag("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>", points, colour);
    }

    private Svg tag(String format, Object... arguments) {
        shapes.append(String.format(Locale.ROOT, format, arguments)).append('\n');
        return this;
    }

    /** Returns the picture. */
    String of(int width, int height) {
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13" fill="#222">
            <rect width="100%%" height="100%%" fill="white"/>
            %s</svg>
            """.formatted(width, height, shapes);
    }
}
