package io.tenantschemas.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.springframework.util.Assert;

import io.tenantschemas.tenant.SchemaName;

/**
 * Makes an empty schema the same as another one, with or without its rows, in the transaction that is under way and by its
 * connection alone.
 *
 * <p>The copy has whatever the original has: tables of all kinds, sequences, views, routines, types, constraints, indexes,
 * triggers, rules, policies, comments, owners and privileges. Where the owner of the original stands, as an owner or in a
 * privilege or a policy, the owner of the other schema will stand. Shared tables to which the original refers stay the same.
 *
 * <p>Nothing in the copy leads back to the original. What would, and what cannot be copied, is refused by name before anything
 * is made, never left out. Texts that PostgreSQL does not understand, such as bodies of functions, are not rewritten: one that has
 * the name of the original in it is refused.
 *
 * <p>Others may read the original meanwhile; with rows, they wait before they change it, until the transaction ends. Values are
 * copied as they are: what rows refer to by a name in a text is for the application to know.
 *
 * @param from the schema that is copied
 * @param to the schema that becomes its copy, which exists and is empty
 * @param withData whether rows are copied, and how far sequences have counted
 * @param shared the schemas that everybody sees, in whose tables and functions the original's functions find what they need
 * @param mentionsAllowed whether texts may have the name of the original
 * @param largeObjectsAllowed whether the copy may refer to the original's large objects
 */
public record SchemaCopy(
        SchemaName from,
        SchemaName to,
        boolean withData,
        List<SchemaName> shared,
        boolean mentionsAllowed,
        boolean largeObjectsAllowed) {

    /** Copies the list. */
    public SchemaCopy {
        Assert.notNull(from, "'from' must not be null");
        Assert.notNull(to, "'to' must not be null");
        Assert.isTrue(!from.equals(to), "'from' and 'to' must not be the same schema");
        shared = List.copyOf(shared);
    }

    /** Returns a copy of definitions only, of a schema whose functions need nothing of others. */
    public static SchemaCopy of(SchemaName from, SchemaName to) {
        return new SchemaCopy(from, to, false, List.of(), false, false);
    }

    /** Returns a copy that has the rows too, or has none. */
    public SchemaCopy withData(boolean data) {
        return new SchemaCopy(from, to, data, shared, mentionsAllowed, largeObjectsAllowed);
    }

    /** Returns a copy whose functions find what is in these schemas while it is made, as they do in a tenant's search path. */
    public SchemaCopy sharing(List<SchemaName> schemas) {
        return new SchemaCopy(from, to, withData, schemas, mentionsAllowed, largeObjectsAllowed);
    }

    /**
     * Returns a copy of which somebody knows that what has the original's name in a text (a body of a function, its settings, an
     * argument of a trigger) does not lead back to it.
     */
    public SchemaCopy allowingMentions(boolean allowed) {
        return new SchemaCopy(from, to, withData, shared, allowed, largeObjectsAllowed);
    }

    /** Returns a copy that may share large objects with its original. */
    public SchemaCopy allowingLargeObjects(boolean allowed) {
        return new SchemaCopy(from, to, withData, shared, mentionsAllowed, allowed);
    }

    /**
     * Makes it. What this sets in the session, such as the search path, is as it was before afterwards. Whoever gets an exception
     * has to roll back, to a savepoint before this at least.
     *
     * @param connection a connection in a transaction, whose user may read the original, write into the other schema, and give
     *     what it makes to the owners
     * @throws UncopyableSchemaException if one of the schemas is not there, the second is not empty, or the first cannot be copied
     * @throws SchemaTooLargeException if it takes more than half of the places in the server's lock table, or if there are none left
     * @throws SQLException if the database refused something else
     */
    public void run(Connection connection) throws SQLException {
        Assert.notNull(connection, "'connection' must not be null");
        Assert.state(!connection.getAutoCommit(), "A schema can be copied within a transaction only");
        try {
            run(new Session(connection));
        } catch (SQLException refused) {
            if (LockTable.isFull(refused)) {
                throw SchemaTooLargeException.copied(from, to, refused);
            }
            throw refused;
        }
    }

    private void run(Session session) throws SQLException {
        Settings settings = Settings.begin(session);
        settings.read();
        CopiedSchemas schemas = CopiedSchemas.read(from, to, session.connection());
        CatalogueSql source = schemas.ofSource();
        refuseTooLarge(source, session);
        SourceLock lock = SourceLock.take(source, session, withData);
        refuse(Obstacles.read(schemas, session));

        settings.read(from);
        List<Part> parts = Definitions.read(source, session);
        List<Part> paths = Definitions.paths(source, session);
        refuse(textsThatLeadBack(parts, source, session));
        List<Part> sorted = sorted(parts, paths, source, session);
        List<String> last = last(sorted, source, session);
        List<String> sequences = withData ? Rows.ofSequences(source, session) : List.of();
        List<String> views = Rows.ofViews(sorted, source, session);

        List<String> statements = new ArrayList<>();
        statements.addAll(lock.show());
        statements.add(settings.usual());
        statements.addAll(making(sorted));
        statements.addAll(lock.hide());
        statements.addAll(sequences);
        statements.addAll(last);
        if (!views.isEmpty()) {
            statements.add(Settings.withRowSecurity());
            statements.add(Settings.running(to, shared));
            statements.addAll(views);
        }
        // What it would see of others is found out before the rows of theirs are touched.
        session.execute(statements.subList(0, lock.show().size()));
        if (withData) {
            refuse(References.read(largeObjectsAllowed, source, session));
        }
        session.execute(statements.subList(lock.show().size(), statements.size()));
        check(schemas, parts, paths, settings, session);
        settings.end();
    }

    private void refuseTooLarge(CatalogueSql source, Session session) throws SQLException {
        long locks = CopyLocks.count(withData, source, session);
        LockTable table = LockTable.of(session.connection());
        // Not tried: until the rollback, everybody else's statements would fail as well.
        if (!table.leavesEnoughBeside(locks)) {
            throw SchemaTooLargeException.copied(from, to, locks, table);
        }
    }

    private List<String> textsThatLeadBack(List<Part> parts, CatalogueSql sql, Session session) throws SQLException {
        return mentionsAllowed ? List.of() : Mentions.inCopyOf(from).read(parts, sql, session);
    }

    private List<Part> sorted(List<Part> definitions, List<Part> paths, CatalogueSql sql, Session session)
            throws SQLException {
        List<Part> parts = new ArrayList<>(definitions);
        parts.addAll(paths);
        if (withData) {
            parts.addAll(Rows.ofTables(sql, session));
        }
        List<Part> sorted = new CreationOrder(parts, Dependencies.read(sql, session)).sorted();
        if (sorted.size() < parts.size()) {
            parts.removeAll(sorted);
            refuse(parts.stream()
                    .map(part -> "'%s' and others need each other".formatted(part.sql()))
                    .toList());
        }
        return sorted;
    }

    private List<String> last(List<Part> parts, CatalogueSql sql, Session session) throws SQLException {
        List<String> orphans = new ArrayList<>();
        List<String> statements = Comments.of(parts, orphans, sql, session);
        refuse(orphans);
        statements.addAll(Privileges.owners(parts, sql, session));
        statements.addAll(Privileges.grants(sql, session));
        return statements;
    }

    /** Returns the statements, each with the path that its phase needs. */
    private List<String> making(List<Part> parts) {
        List<String> statements = new ArrayList<>();
        String path = "";
        for (Part part : parts) {
            if (part.sql() != null) {
                path = moved(path, Settings.path(part.phase(), to, shared), statements);
                statements.add(part.sql());
            }
        }
        moved(path, Settings.path(Phase.STATE, to, shared), statements);
        return statements;
    }

    private static String moved(String from, String to, List<String> statements) {
        if (!from.equals(to)) {
            statements.add(to);
        }
        return to;
    }

    private void check(CopiedSchemas schemas, List<Part> parts, List<Part> paths, Settings settings, Session session)
            throws SQLException {
        settings.read(to);
        CopyCheck check = new CopyCheck(schemas, session);
        List<String> problems = new ArrayList<>(check.links());
        problems.addAll(check.differences(parts, paths));
        refuse(problems);
    }

    private void refuse(List<String> reasons) {
        if (!reasons.isEmpty()) {
            throw new UncopyableSchemaException(from, to, reasons);
        }
    }
}
