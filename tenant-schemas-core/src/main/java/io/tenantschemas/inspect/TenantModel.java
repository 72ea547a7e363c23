package io.tenantschemas.inspect;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.springframework.util.Assert;

import io.tenantschemas.tenant.TypeName;

/** What the application expects in tenants' schemas, as far as it says so. */
@FunctionalInterface
public interface TenantModel {

    /** Returns the tables, each once, those of single types of tenants included; empty where nothing is known. */
    List<Table> tables();

    /** Returns the names of sequences that are needed besides those of columns; empty where nothing is known. */
    default Set<String> sequences() {
        return Set.of();
    }

    /** Returns why nothing is known, although there may be something to know; empty where it is known, or is of no interest. */
    default Optional<String> unknownBecause() {
        return Optional.empty();
    }

    /** Returns what it expects in the schemas of tenants of that type, or of none: where types do not matter, all of it. */
    default TenantModel ofType(Optional<TypeName> type) {
        return this;
    }

    /** Returns a model of which nothing is known. */
    static TenantModel unknown() {
        return List::of;
    }

    /** Returns a model of which nothing is known for that reason, which is a finding of its own. */
    static TenantModel unknown(String reason) {
        Assert.hasText(reason, "'reason' must not be empty");
        return new TenantModel() {

            @Override
            public List<Table> tables() {
                return List.of();
            }

            @Override
            public Optional<String> unknownBecause() {
                return Optional.of(reason);
            }
        };
    }

    /**
     * A table.
     *
     * @param name its name, as it stands in PostgreSQL's catalogue
     * @param columns the names of the columns that the application reads or writes, likewise
     * @param isOptional whether a tenant may lack it, because there is one in the public schema as well
     * @param isWritten whether the application adds rows to it by way of what it tells here, and not only reads them
     */
    record Table(String name, Set<String> columns, boolean isOptional, boolean isWritten) {

        /** Checks that there is a name, and copies the set. */
        public Table {
            Assert.hasText(name, "'name' must not be empty");
            columns = Set.copyOf(columns);
        }

        /** Creates one to which the application adds rows. */
        public Table(String name, Set<String> columns, boolean isOptional) {
            this(name, columns, isOptional, true);
        }
    }
}
