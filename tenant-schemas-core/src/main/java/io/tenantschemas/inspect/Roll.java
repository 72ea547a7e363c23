package io.tenantschemas.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.tenantschemas.migrate.MigrationTarget;
import io.tenantschemas.tenant.SchemaName;

/** Who is there, as the rows of tenants say: one small object each, however many they are. */
final class Roll {

    private final List<Member> members = new ArrayList<>();

    void add(Member member) {
        members.add(member);
    }

    /** Returns all of them, in the order of their ids. */
    List<Member> members() {
        return members;
    }

    /** Returns the schemas that exist, are complete and stay, in the order of the tenants' ids. */
    List<SchemaName> schemas() {
        return staying().map(Member::schema).toList();
    }

    /** Returns the same, each with the migrations that it goes through. */
    List<MigrationTarget> targets() {
        return staying().map(Member::target).toList();
    }

    private Stream<Member> staying() {
        // Of the others, nobody knows how far they are, or whose.
        return members.stream()
                .filter(member -> member.hasSchema() && member.status().isBuilt());
    }

    /** Returns the schema of the tenant with that id, whether or not it exists. */
    Optional<SchemaName> schema(long id) {
        int low = 0;
        int high = members.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long there = members.get(middle).id();
            if (there == id) {
                return Optional.of(members.get(middle).schema());
            }
            if (there < id) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return Optional.empty();
    }
}
