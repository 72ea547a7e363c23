package io.tenantschemas.benchmarks.load;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AnswerCheckTests {

    private static final String OK = "HTTP/1.1 200 ";

    private static final String ACME = "{\"owner\":\"acme\",\"text\":\"1\"}";

    @Test
    void acceptsAPageOfTheTenant() {
        assertThatCode(() -> AnswerCheck.check(new Answer(OK, ACME.repeat(9)), "acme"))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesAPageWithARowOfAnother() {
        assertIsWrong(new Answer(OK, ACME.repeat(8) + ACME.replace("acme", "globex")));
    }

    @Test
    void refusesAPageWithARowOfOneWhoseNameBeginsInTheSameWay() {
        assertIsWrong(new Answer(OK, ACME.repeat(8) + ACME.replace("acme", "acme2")));
    }

    @Test
    void refusesAPageInWhichSomethingIsMissing() {
        assertIsWrong(new Answer(OK, ACME.repeat(8)));
    }

    @Test
    void refusesAnError() {
        assertIsWrong(new Answer("HTTP/1.1 500 ", ACME.repeat(9)));
    }

    private static void assertIsWrong(Answer answer) {
        assertThatThrownBy(() -> AnswerCheck.check(answer, "acme"))
                .isInstanceOf(WrongAnswerException.class)
                .hasMessageContaining("'acme'");
    }
}
