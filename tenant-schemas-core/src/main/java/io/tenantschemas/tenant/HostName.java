package io.tenantschemas.tenant;

import java.net.IDN;
import java.util.Locale;

/**
 * The name of a host in the one form in which hosts are stored and compared: lower case, without port and trailing dot,
 * international names as A-labels ({@code xn--...}), IPv6 literals in brackets and in their
 * <a href="https://www.rfc-editor.org/rfc/rfc5952">canonical form</a>.
 *
 * <p>The limits are those of <a href="https://www.rfc-editor.org/rfc/rfc1123#section-2">RFC 1123</a>: labels of at most 63
 * letters, digits and hyphens, 253 characters in all. Underscores are accepted within labels, because such names are in
 * use. Whether the host exists, or leads to a tenant, is not known here.
 *
 * @param value the name in that form
 */
public record HostName(String value) implements Comparable<HostName> {

    private static final int LONGEST = 253;

    private static final int LONGEST_LABEL = 63;

    private static final int LONGEST_PORT = 5;

    /**
     * Checks that the name is in the form described above already; {@link #of} brings it into that form.
     *
     * @throws InvalidHostException if it is not
     */
    public HostName {
        if (value == null || !isHost(value)) {
            throw new InvalidHostException(value);
        }
    }

    private static boolean isHost(String value) {
        return value.startsWith("[")
                ? Ipv6Literal.canonical(value).filter(value::equals).isPresent()
                : value.length() <= LONGEST && areLabels(value);
    }

    // By hand: it is done for each request, and a regular expression takes several times as long.
    private static boolean areLabels(String value) {
        int from = 0;
        for (int dot = value.indexOf('.'); dot >= 0; dot = value.indexOf('.', from)) {
            if (!isLabel(value, from, dot)) {
                return false;
            }
            from = dot + 1;
        }
        return isLabel(value, from, value.length());
    }

    private static boolean isLabel(String value, int from, int to) {
        if (from == to || to - from > LONGEST_LABEL || value.charAt(from) == '-' || value.charAt(to - 1) == '-') {
            return false;
        }
        for (int at = from; at < to; at++) {
            char c = value.charAt(at);
            if (!(isLetter(c) || isDigit(c) || c == '-' || c == '_')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /**
     * Brings a host into the form described above.
     *
     * @param host a host, with or without a port, as in a {@code Host} header
     * @throws InvalidHostException if it cannot be the name of a host
     */
    public static HostName of(String host) {
        if (host == null || host.length() > LONGEST + 7) {
            throw new InvalidHostException(host);
        }
        String name = withoutPort(host);
        String value = name.startsWith("[") ? Ipv6Literal.canonical(name).orElse("") : normalized(name, host);
        try {
            return new HostName(value);
        } catch (InvalidHostException notInThatForm) {
            throw new InvalidHostException(host);
        }
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        if (colon < 0 || host.length() - colon - 1 > LONGEST_PORT) {
            return host;
        }
        for (int at = colon + 1; at < host.length(); at++) {
            if (!isDigit(host.charAt(at))) {
                return host;
            }
        }
        return host.substring(0, colon);
    }

    private static String normalized(String name, String host) {
        String ascii = isAscii(name) ? name : toALabels(name, host);
        return withoutTrailingDot(ascii).toLowerCase(Locale.ROOT);
    }

    private static String withoutTrailingDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private static boolean isAscii(String name) {
        for (int at = 0; at < name.length(); at++) {
            if (name.charAt(at) >= 128) {
                return false;
            }
        }
        return true;
    }

    private static String toALabels(String name, String host) {
        try {
            // Before everything else: some characters become ASCII only now, full-width letters and dots for example.
            return IDN.toASCII(name);
        } catch (IllegalArgumentException notAName) {
            throw new InvalidHostException(host);
        }
    }

    @Override
    public int compareTo(HostName other) {
        return value.compareTo(other.value);
    }

    /** Returns the name. */
    @Override
    public String toString() {
        return value;
    }
}
