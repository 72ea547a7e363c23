package io.tenantschemas.tenant;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name of a type of tenants, checked once so that it may be part of a folder's name.
 *
 * <p>A name starts with a lower-case letter or a digit, goes on with those, underscores and hyphens, and has at most 63 characters.
 * Names that differ only in case are one. Which types an application has is not known here.
 *
 * @param value the name
 */
public record TypeName(String value) implements Comparable<TypeName> {

    private static final Pattern FORMAT = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

    /**
     * Checks that the name is as described above already; {@link #of} writes it in lower case.
     *
     * @throws InvalidTypeNameException if {@code value} is null or not a name as described above
     */
    public TypeName {
        if (value == null || !FORMAT.matcher(value).matches()) {
            throw new InvalidTypeNameException(value);
        }
    }

    /**
     * Returns the type of that name, in whatever case: {@code PREMIUM} is {@code premium}.
     *
     * @throws InvalidTypeNameException if {@code text} is not a name as described above, but for case
     */
    public static TypeName of(String text) {
        if (text == null || !text.chars().allMatch(c -> c < 128)) {
            // Some characters become ASCII in lower case, and would be somebody else's name.
            throw new InvalidTypeNameException(text);
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (!FORMAT.matcher(lower).matches()) {
            throw new InvalidTypeNameException(text);
        }
        return new TypeName(lower);
    }

    @Override
    public int compareTo(TypeName other) {
        return value.compareTo(other.value);
    }

    /** Returns the name. */
    @Override
    public String toString() {
        return value;
    }
}
