package io.tenantschemas.migrate.flyway;

import java.util.ArrayList;
import java.util.List;

/** Puts statements together, so that they take few round trips. */
final class Messages {

    /** How long a text gets at most, if its parts are not longer: neither the driver nor the server keeps more of it at a time. */
    static final int LONGEST = 16 * 1024;

    private Messages() {}

    /** Returns as few texts as there can be, which are these parts in their order. */
    static List<String> of(List<String> parts) {
        List<String> messages = new ArrayList<>();
        StringBuilder message = new StringBuilder();
        for (String part : parts) {
            if (!message.isEmpty() && message.length() + MigrationSql.NEXT.length() + part.length() > LONGEST) {
                messages.add(message.toString());
                message.setLength(0);
            }
            message.append(message.isEmpty() ? "" : MigrationSql.NEXT).append(part);
        }
        if (!message.isEmpty()) {
            messages.add(message.toString());
        }
        return messages;
    }
}
