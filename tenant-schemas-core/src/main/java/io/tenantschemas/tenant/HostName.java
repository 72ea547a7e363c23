package io.tenantschemas.tenant;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;

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

    private static final Pattern NAME =
            Pattern.compile("(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?");

    private static final Pattern PORT = Pattern.compile(":[0-9]{0,5}$");

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
                : value.length() <= LONGEST && NAME.matcher(value).matches();
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
        String name = PORT.matcher(host).replaceFirst("");
        String value = name.startsWith("[") ? Ipv6Literal.canonical(name).orElse("") : normalized(name, host);
        try {
            return new HostName(value);
        } catch (InvalidHostException notInThatForm) {
            throw new InvalidHostException(host);
        }
    }

    private static String normalized(String name, String host) {
        String ascii = isAscii(name) ? name : toALabels(name, host);
        return withoutTrailingDot(ascii).toLowerCase(Locale.ROOT);
    }

    private static String withoutTrailingDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private static boolean isAscii(String name) {
        return name.chars().allMatch(c -> c < 128);
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
