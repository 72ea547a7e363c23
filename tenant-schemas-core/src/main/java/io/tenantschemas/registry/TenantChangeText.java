package io.tenantschemas.registry;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.tenantschemas.tenant.InvalidSchemaNameException;
import io.tenantschemas.tenant.SchemaName;

/** Reads what {@link TenantChange#text()} writes. */
final class TenantChangeText {

    private static final Pattern OF_ONE =
            Pattern.compile("(created|changed|renamed|dropped) (-?[0-9]{1,19}) ([a-z0-9_]+)(?: ([a-z0-9_]+))?");

    private static final Pattern MIGRATED = Pattern.compile("migrated ([a-z0-9_]+)");

    private TenantChangeText() {}

    static Optional<TenantChange> read(String text) {
        try {
            Matcher migrated = MIGRATED.matcher(text);
            return migrated.matches()
                    ? Optional.of(new TenantChange.Migrated(SchemaName.of(migrated.group(1))))
                    : readOfOne(text);
        } catch (NumberFormatException | InvalidSchemaNameException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<TenantChange> readOfOne(String text) {
        Matcher matcher = OF_ONE.matcher(text);
        return !matcher.matches() || matcher.group(1).equals("renamed") == (matcher.group(4) == null)
                ? Optional.empty()
                : Optional.of(readOfOne(matcher));
    }

    private static TenantChange readOfOne(Matcher matcher) {
        long id = Long.parseLong(matcher.group(2));
        SchemaName schema = SchemaName.of(matcher.group(3));
        return switch (matcher.group(1)) {
            case "created" -> new TenantChange.Created(id, schema);
            case "changed" -> new TenantChange.Changed(id, schema);
            case "dropped" -> new TenantChange.Dropped(id, schema);
            default -> new TenantChange.Renamed(id, schema, SchemaName.of(matcher.group(4)));
        };
    }
}
