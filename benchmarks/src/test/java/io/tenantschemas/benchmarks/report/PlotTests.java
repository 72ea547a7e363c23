package io.tenantschemas.benchmarks.report;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

import static org.assertj.core.api.Assertions.assertThat;

class PlotTests {

    @Test
    void drawsABarForEachValue() throws Exception {
        BarPlot.Bar acme = new BarPlot.Bar("acme & sons", 0.5, 0.4, 0.6);
        BarPlot plot = new BarPlot(
                "a < b",
                1,
                List.of(new BarPlot.Group("one", List.of(acme, acme)), new BarPlot.Group("two", List.of(acme))));
        // And one for the background.
        assertThat(read(plot.svg()).getElementsByTagName("rect").getLength()).isEqualTo(4);
    }

    @Test
    void drawsALineForEachCurve() throws Exception {
        LinePlot.Curve curve =
                new LinePlot.Curve("acme", List.of(new LinePlot.Point(0, 1), new LinePlot.Point(10, 20)));
        LinePlot plot = new LinePlot("growth", List.of(curve, curve));
        assertThat(read(plot.svg()).getElementsByTagName("polyline").getLength())
                .isEqualTo(2);
    }

    private static Document read(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }
}
