package io.tenantschemas.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.springframework.util.Assert;

import io.tenantschemas.tenant.SchemaName;

/**
 * Gives a schema another name, and sees to it that nothing in it leads to the former one, which may be somebody else's soon: what
 * still found its way by that name would read and write the other one's tables.
 *
 * <p>Most of what is in a schema is known to PostgreSQL by number, and stays whole. The search paths of routines, in which the name
 * stands as a text, are set anew. Texts that PostgreSQL does not understand, such as bodies of functions, are nobody's to rewrite:
 * one that has the former name in it is refused.
 *
 * @param from the schema that is renamed
 * @param to what it will be called, as nothing is yet
 * @param mentionsAllowed whether texts may have the former name
 */
public record SchemaRename(SchemaName from, SchemaName to, boolean mentionsAllowed) {

    /** Checks that there are two names. */
    public SchemaRename {
        Assert.notNull(from, "'from' must not be null");
        Assert.notNull(to, "'to' must not be null");
        Assert.isTrue(!from.equals(to), "'from' and 'to' must not be the same name");
    }

    /**
     * Renames it. What this sets in the session, such as the search path, is as it was before afterwards. Whoever gets an exception
     * has to roll back, to a savepoint before this at least.
     *
     * @param connection a connection in a transaction that keeps others from changing the schema, and whose user has the privileges
     *     of its owner and those of its routines
     * @throws SchemaMentionedException if something in the schema would lead to the former name
     * @throws SQLException if the database refused something
     */
    public void run(Connection connection) throws SQLException {
        Assert.notNull(connection, "'connection' must not be null");
        Assert.state(!connection.getAutoCommit(), "A schema can be renamed within a transaction only");
        Session session = new Session(connection);
        Settings settings = Settings.begin(session);
        CatalogueSql sql = CopiedSchemas.ofRename(from, to, connection).ofSource();
        settings.read(from);
        List<String> mentions = mentions(sql, session);
        if (!mentions.isEmpty()) {
            throw new SchemaMentionedException(from, to, mentions);
        }

        List<String> statements = new ArrayList<>();
        Definitions.paths(sql, session).forEach(path -> statements.add(String.valueOf(path.sql())));
        statements.add("ALTER SCHEMA %s RENAME TO %s".formatted(from.quoted(), to.quoted()));
        session.execute(statements);
        settings.end();
    }

    private List<String> mentions(CatalogueSql sql, Session session) throws SQLException {
        return mentionsAllowed
                ? List.of()
                : Mentions.inRenamed(from).read(Definitions.read(sql, session), sql, session);
    }
}
