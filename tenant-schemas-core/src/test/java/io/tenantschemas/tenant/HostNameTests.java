package io.tenantschemas.tenant;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HostNameTests {

    @ParameterizedTest
    @CsvSource({
        "acme.example.com, acme.example.com",
        "localhost, localhost",
        "ACME.Example.COM, acme.example.com",
        "acme.example.com., acme.example.com",
        "acme.example.com:8080, acme.example.com",
        "acme.example.com.:8080, acme.example.com",
        "acme.example.com:, acme.example.com",
        "127.0.0.1:80, 127.0.0.1",
        "my_shop.example.com, my_shop.example.com",
        "_acme.example.com, _acme.example.com",
        "a--b.example.com, a--b.example.com"
    })
    void bringsAHostIntoOneForm(String host, String value) {
        assertThat(HostName.of(host).value()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "bücher.example, xn--bcher-kva.example",
        "BÜCHER.example:80, xn--bcher-kva.example",
        "XN--Bcher-KVA.example, xn--bcher-kva.example",
        "ａｃｍｅ.example.com, acme.example.com",
        "ＡＣＭＥ．example．com, acme.example.com",
        "acme。example。com。, acme.example.com",
        "\u212Aiosk.example.com, kiosk.example.com"
    })
    void bringsInternationalNamesIntoALabels(String host, String value) {
        assertThat(HostName.of(host).value()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "[::1], [::1]",
        "[::1]:8080, [::1]",
        "[::], [::]",
        "[2001:DB8::1], [2001:db8::1]",
        "[2001:db8:0:0:0:0:0:1]:443, [2001:db8::1]",
        "[2001:0db8:0000:0001:0000:0000:0000:0001], [2001:db8:0:1::1]",
        "[1:0:0:2:0:0:0:3], [1:0:0:2::3]",
        "[1:0:0:2:3:0:0:4], [1::2:3:0:0:4]",
        "[1:0:2:3:4:5:6:7], [1:0:2:3:4:5:6:7]",
        "[10:0:0:0:0:0:0:100], [10::100]",
        "[100:0:0:1:1:1:0:0], [100::1:1:1:0:0]",
        "[fe80::], [fe80::]",
        "[::ffff:1.2.3.4], [::ffff:1.2.3.4]",
        "[::ffff:102:304], [::ffff:1.2.3.4]"
    })
    void bringsIpv6LiteralsIntoCanonicalForm(String host, String value) {
        assertThat(HostName.of(host).value()).isEqualTo(value);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "..",
                "acme..example.com",
                ".acme.example.com",
                "acme.example.com..",
                "acme example.com",
                " acme.example.com",
                "acme.example.com\n",
                "acme\u0000.example.com",
                "-acme.example.com",
                "acme-.example.com",
                "acme.-.com",
                "acme.example.com:port",
                "acme.example.com:123456",
                "acme.example.com:80:80",
                "acme.example.com/path",
                "user@acme.example.com",
                "acme,globex",
                "*.example.com",
                "acme%2eexample.com",
                "bücher..example",
                "acme\uFF0F.example.com",
                "acme\u2100.example.com",
                "\uD800.example.com"
            })
    void refusesWhatCannotBeTheNameOfAHost(String host) {
        assertRefused(host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::1",
                "[::1",
                "::1]",
                "[]",
                "[:]",
                "[::::]",
                "[1::2::3]",
                "[1:2:3:4:5:6:7]",
                "[1:2:3:4:5:6:7:8:9]",
                "[12345::]",
                "[::g]",
                "[::1.2.3]",
                "[::1.2.3.256]",
                "[127.0.0.1]",
                "[fe80::1%eth0]",
                "[fe80::1%251]",
                "[abc]",
                "[acme.example.com]",
                "[::1]x",
                "[::1].",
                "[::1]:port",
                "[[::1]]",
                "acme[::1]"
            })
    void refusesWhatIsNotAnIpv6Literal(String host) {
        assertRefused(host);
    }

    @Test
    void acceptsLabelsOfSixtyThreeCharactersAndNoMore() {
        assertThat(HostName.of("a".repeat(63) + ".com").value()).hasSize(67);
        assertRefused("a".repeat(64) + ".com");
    }

    @Test
    void accepts253CharactersAndNoMore() {
        String longest = "a.".repeat(126) + "a";
        assertThat(HostName.of(longest).value()).hasSize(253);
        assertThat(HostName.of(longest + ".:65535").value()).isEqualTo(longest);
        assertRefused("a" + longest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ACME.example.com", "acme.example.com.", "acme.example.com:80", "bücher.example", "[0:0::1]"})
    void takesAsItIsOnlyWhatHasThatForm(String host) {
        assertThatExceptionOfType(InvalidHostException.class).isThrownBy(() -> new HostName(host));
    }

    @Test
    void answersToGarbageWithAHostInItsFormOrARefusal() {
        Random random = new Random(42);
        for (int round = 0; round < 20_000; round++) {
            String garbage = random.ints(random.nextInt(12), 0, 0x3100)
                    .map(c -> random.nextBoolean() ? c : "a.:-[]_%1".charAt(c % 9))
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            try {
                HostName host = HostName.of(garbage);
                assertThat(HostName.of(host.value())).isEqualTo(host);
            } catch (InvalidHostException refused) {
                assertThat(refused.host()).isEqualTo(garbage);
            }
        }
    }

    private static void assertRefused(String host) {
        assertThatExceptionOfType(InvalidHostException.class)
                .isThrownBy(() -> HostName.of(host))
                .satisfies(thrown -> {
                    assertThat(thrown.host()).isEqualTo(host);
                    assertThat(thrown.getMessage()).doesNotContain("\n");
                });
    }
}
