package io.tenantschemas.tenant;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** An IPv6 address in brackets, in its <a href="https://www.rfc-editor.org/rfc/rfc5952">canonical form</a>. */
final class Ipv6Literal {

    // At least two colons and no zone: what looks like this is parsed by the JDK and never asked of a name server.
    private static final Pattern LOOK = Pattern.compile("\\[(?=[^:]*:[^:]*:)[0-9a-fA-F:.]{2,45}]");

    private static final Pattern ZEROS = Pattern.compile("(?<![0-9a-f])0(?::0)+(?![0-9a-f])");

    private Ipv6Literal() {}

    /** Returns the canonical form, in brackets, or empty if {@code text} is not an IPv6 address in brackets. */
    static Optional<String> canonical(String text) {
        if (!LOOK.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of("[" + canonical(InetAddress.getByName(text)) + "]");
        } catch (UnknownHostException malformed) {
            return Optional.empty();
        }
    }

    private static String canonical(InetAddress address) {
        // The JDK takes an IPv4-mapped address for the IPv4 one.
        return address instanceof Inet4Address
                ? "::ffff:" + address.getHostAddress()
                : compressed(address.getHostAddress());
    }

    /** Shortens the longest run of zeros, the first of several. */
    private static String compressed(String address) {
        return ZEROS.matcher(address)
                .results()
                .reduce((one, other) -> length(other) > length(one) ? other : one)
                .map(zeros -> address.substring(0, zeros.start()) + "::" + address.substring(zeros.end()))
                .map(shortened -> shortened.replaceAll(":{3,}", "::"))
                .orElse(address);
    }

    private static int length(MatchResult run) {
        return run.end() - run.start();
    }
}
