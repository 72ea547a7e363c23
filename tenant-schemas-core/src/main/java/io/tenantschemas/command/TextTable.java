package io.tenantschemas.command;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows below each other, each column as wide as the widest of it. Plain text that reads the same on a terminal, in the log of a
 * build, and by {@code awk}: no colours, no lines but those of the rows, and nothing but spaces between the columns.
 *
 * <p>The last column is for what is long: it is not filled up, so that nobody's line is longer than what stands in it.
 */
final class TextTable {

    private static final String GAP = "  ";

    private final List<Column> columns;

    private final List<List<String>> rows = new ArrayList<>();

    TextTable(Column... columns) {
        this.columns = List.of(columns);
        rows.add(this.columns.stream().map(Column::title).toList());
    }

    static Column text(String title) {
        return new Column(title, false);
    }

    /** Returns a column whose cells are written so that the same digits stand below each other. */
    static Column number(String title) {
        return new Column(title, true);
    }

    /** Adds a row with a cell for each column. */
    void add(String... cells) {
        // One line each, whatever a server or a driver says.
        rows.add(List.of(cells).stream()
                .map(cell -> cell.strip().replaceAll("\\s*\\R\\s*", " "))
                .toList());
    }

    void write(PrintWriter out) {
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < columns.size(); column++) {
            widths.add(width(column));
        }
        rows.forEach(row -> out.println(line(row, widths)));
    }

    private int width(int column) {
        return rows.stream()
                .map(row -> row.get(column))
                .mapToInt(TextTable::length)
                .max()
                .orElse(0);
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    private String line(List<String> row, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String cell = row.get(column);
            String space = " ".repeat(widths.get(column) - length(cell));
            line.append(column == 0 ? "" : GAP);
            line.append(columns.get(column).isNumber() ? space + cell : cell + space);
        }
        return line.toString().stripTrailing();
    }

    /**
     * A column.
     *
     * @param title what stands above it
     * @param isNumber whether its cells end below each other
     */
    record Column(String title, boolean isNumber) {}
}
