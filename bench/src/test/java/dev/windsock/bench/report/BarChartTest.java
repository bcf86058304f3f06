package dev.windsock.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class BarChartTest {
    private static BarChart chart(double second) {
        BarChart chart = new BarChart("µs <&>", 1);
        chart.bar("Windsock", new Spread(2, 1, 3));
        chart.bar("other & more", new Spread(second, second, second));
        return chart;
    }

    @Test
    void isXmlThatTellsTheMedians() {
        String svg = chart(4).svg();

        assertThatCode(() -> DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8))))
                .doesNotThrowAnyException();
        assertThat(svg).contains(">2.0<", ">4.0<", "other &amp; more").doesNotContain("logarithmic");
    }

    @Test
    void saysThatLengthsAreLogarithmicWhereTheyAre() {
        assertThat(chart(1_000).svg()).contains("(logarithmic)");
    }
}
