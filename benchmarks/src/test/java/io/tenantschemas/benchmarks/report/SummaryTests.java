package io.tenantschemas.benchmarks.report;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SummaryTests {

    @Test
    void findsTheMiddleOfAnOddNumber() {
        assertThat(Summary.of(List.of(3.0, 1.0, 2.0)).median()).isEqualTo(2);
    }

    @Test
    void findsTheMiddleOfAnEvenNumber() {
        assertThat(Summary.of(List.of(4.0, 1.0, 2.0, 3.0)).median()).isEqualTo(2.5);
    }

    @Test
    void findsTheQuartiles() {
        Summary summary = Summary.of(List.of(5.0, 4.0, 3.0, 2.0, 1.0));
        assertThat(summary.lowerQuartile()).isEqualTo(2);
        assertThat(summary.upperQuartile()).isEqualTo(4);
    }

    @Test
    void takesTheMeanOfTheHighestFifth() {
        assertThat(Summary.of(List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 20.0))
                        .highestFifth())
                .isEqualTo(14.5);
    }

    @Test
    void summarisesASingleValue() {
        assertThat(Summary.of(List.of(7.0))).isEqualTo(new Summary(7, 7, 7, 7));
    }

    @Test
    void comparesWhatWasMeasuredInTheSameRound() {
        // In the second round everything took twice as long.
        assertThat(Summary.ofRatios(List.of(90.0, 45.0, 90.0), List.of(100.0, 50.0, 100.0)))
                .isEqualTo(new Summary(0.9, 0.9, 0.9, 0.9));
    }
}
