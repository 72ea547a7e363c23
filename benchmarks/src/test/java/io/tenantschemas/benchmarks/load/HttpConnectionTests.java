package io.tenantschemas.benchmarks.load;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HttpConnectionTests {

    private static final String FULL = "HTTP/1.1 200 \r\nContent-Length: 3\r\n\r\nabc";

    private static final String CHUNKED =
            "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\na\r\ndefghijklm\r\n0\r\n\r\n";

    @Test
    void readsAnAnswerWithALength() throws IOException {
        assertThat(HttpConnection.read(stream(FULL))).isEqualTo(new Answer("HTTP/1.1 200 ", "abc"));
    }

    @Test
    void readsAnAnswerInChunks() throws IOException {
        assertThat(HttpConnection.read(stream(CHUNKED)).body()).isEqualTo("abcdefghijklm");
    }

    @Test
    void readsOneAnswerAfterTheOther() throws IOException {
        InputStream in = stream(CHUNKED + FULL);
        HttpConnection.read(in);
        assertThat(HttpConnection.read(in).body()).isEqualTo("abc");
    }

    @Test
    void noticesThatAnAnswerIsCutOff() {
        assertThatThrownBy(() -> HttpConnection.read(stream(FULL.substring(0, FULL.length() - 1))))
                .isInstanceOf(EOFException.class);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
