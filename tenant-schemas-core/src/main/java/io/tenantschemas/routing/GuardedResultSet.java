package io.tenantschemas.routing;

import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Guards the rows of a result: no row and no column for anybody but the tenant for whom they were asked. */
final class GuardedResultSet extends DelegatingResultSet {

    private static final String WHAT = "A result set";

    private final Guard guard;

    private final RoutedConnection connection;

    // Null for the results of the driver's own statements, which nobody has seen.
    private final @Nullable Statement statement;

    private GuardedResultSet(
            ResultSet target, Guard guard, RoutedConnection connection, @Nullable Statement statement) {
        super(target);
        this.guard = guard;
        this.connection = connection;
        this.statement = statement;
    }

    static ResultSet of(ResultSet target, Guard guard, RoutedConnection connection, @Nullable Statement statement) {
        return new GuardedResultSet(target, guard, connection, statement);
    }

    @Override
    ResultSet rows() throws SQLException {
        guard.check(WHAT);
        return target;
    }

    @Override
    ResultSet largeObjects() throws SQLException {
        guard.checkLargeObject("Reading or writing a large object");
        return target;
    }

    /** The first change of a row asks the database for the table's primary key. */
    @Override
    void change(Change change) throws SQLException {
        guard.check(WHAT);
        guard.ask(() -> {
            change.on(target);
            return null;
        });
    }

    @Override
    public @Nullable Statement getStatement() throws SQLException {
        if (statement != null) {
            return statement;
        }
        Statement drivers = target.getStatement();
        return drivers == null ? null : GuardedStatement.of(drivers, StatementNeeds.PATH, guard, connection);
    }

    @Override
    public @Nullable Object getObject(int columnIndex) throws SQLException {
        return guarded(rows().getObject(columnIndex));
    }

    @Override
    public @Nullable Object getObject(String columnLabel) throws SQLException {
        return guarded(rows().getObject(columnLabel));
    }

    @Override
    public @Nullable Object getObject(int columnIndex, Map<String, Class<?>> map) throws SQLException {
        return guarded(rows().getObject(columnIndex, map));
    }

    @Override
    public @Nullable Object getObject(String columnLabel, Map<String, Class<?>> map) throws SQLException {
        return guarded(rows().getObject(columnLabel, map));
    }

    @Override
    public <T> @Nullable T getObject(int columnIndex, Class<T> type) throws SQLException {
        return guarded(rowsFor(type).getObject(columnIndex, type), type);
    }

    @Override
    public <T> @Nullable T getObject(String columnLabel, Class<T> type) throws SQLException {
        return guarded(rowsFor(type).getObject(columnLabel, type), type);
    }

    @Override
    public @Nullable Array getArray(int columnIndex) throws SQLException {
        return guarded(rows().getArray(columnIndex), Array.class);
    }

    @Override
    public @Nullable Array getArray(String columnLabel) throws SQLException {
        return guarded(rows().getArray(columnLabel), Array.class);
    }

    private ResultSet rowsFor(@Nullable Class<?> type) throws SQLException {
        return type == Blob.class || type == Clob.class ? largeObjects() : rows();
    }

    private <T> @Nullable T guarded(@Nullable T value, Class<T> type) {
        Object guarded = guarded(value);
        return guarded == value ? value : type.cast(guarded);
    }

    private @Nullable Object guarded(@Nullable Object value) {
        if (value instanceof ResultSet cursor) {
            return of(cursor, guard, connection, null);
        }
        return value instanceof Array array ? GuardedArray.of(array, guard, connection) : value;
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || target.isWrapperFor(type);
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        guard.check(WHAT);
        guard.prepare(Pointing::beforeUnseen);
        T unwrapped = target.unwrap(type);
        guard.session().noteUnseen();
        return unwrapped;
    }

    @Override
    public String toString() {
        return target.toString();
    }
}
