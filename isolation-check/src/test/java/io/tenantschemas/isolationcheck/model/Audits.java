package io.tenantschemas.isolationcheck.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows of the shared table: for each marker the id of the tenant that wrote it, 0 for no tenant. */
public final class Audits {

    private final Map<String, Long> certain = new HashMap<>();

    private final List<Map<String, Long>> doubts = new ArrayList<>();

    public synchronized void committed(Map<String, Long> lines) {
        certain.putAll(lines);
    }

    public synchronized void unknown(Map<String, Long> lines) {
        doubts.add(lines);
    }

    /** Makes sure that these lines are all that there are. */
    public synchronized void checkAll(Map<String, Long> found) {
        Map<String, Long> rest = new HashMap<>(found);
        for (Map<String, Long> doubt : doubts) {
            if (found.keySet().stream().anyMatch(doubt::containsKey)
                    && !found.entrySet().containsAll(doubt.entrySet())) {
                throw new Violation("Of a transaction only a part is in the shared table: " + doubt);
            }
            rest.keySet().removeAll(doubt.keySet());
        }
        if (!rest.equals(certain)) {
            Map<String, Long> missing = new HashMap<>(certain);
            missing.entrySet().removeAll(rest.entrySet());
            rest.entrySet().removeAll(certain.entrySet());
            throw new Violation(
                    "The shared table is not as it must be: missing %s, unexpected %s".formatted(missing, rest));
        }
    }
}
