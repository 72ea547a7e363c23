package io.tenantschemas.testdatabase;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The user that PostgreSQL's programs run as: the one of this JVM, unless that is root, whom PostgreSQL refuses.
 *
 * <p>No namespaces are made for this ({@code unshare} is forbidden in many containers); root steps down.
 */
final class ServerUser {

    private static final Duration A_MOMENT = Duration.ofSeconds(20);

    private static final Path ANYWHERE = Path.of("/");

    private final boolean isRoot;

    private final List<String> prefix;

    private final Account account;

    private ServerUser(boolean isRoot, List<String> prefix, Account account) {
        this.isRoot = isRoot;
        this.prefix = prefix;
        this.account = account;
    }

    private record Account(String name, int uid, int gid) {}

    /** Returns the user of this JVM or, if that is root, {@code postgres} or {@code nobody}. */
    static ServerUser current() {
        if (Platform.current().isWindows()) {
            return new ServerUser(false, List.of(), new Account("", -1, -1));
        }
        int uid = id("-u");
        return uid != 0
                ? new ServerUser(false, List.of(), new Account(System.getProperty("user.name", ""), uid, id("-g")))
                : steppingDownTo(unprivilegedAccount());
    }

    /** Returns the user who can serve a data directory: PostgreSQL accepts only its owner. */
    ServerUser forData(Path data) {
        if (!isRoot || Files.notExists(data)) {
            return this;
        }
        Account owner = ownerOf(data);
        return owner.uid == account.uid || owner.uid == 0 ? this : steppingDownTo(owner);
    }

    private static Account ownerOf(Path path) {
        try {
            return new Account(Files.getOwner(path).getName(), (int) Files.getAttribute(path, "unix:uid"), (int)
                    Files.getAttribute(path, "unix:gid"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Account unprivilegedAccount() {
        return Stream.of("postgres", "nobody")
                .filter(ServerUser::exists)
                .map(name -> new Account(name, id("-u", name), id("-g", name)))
                .filter(account -> account.uid != 0)
                .findFirst()
                .orElseThrow(() -> new PostgresServerException(
                        "PostgreSQL does not run as root, and there is neither a user 'postgres' nor 'nobody' to run it as."
                                + " Create one of them, or start this JVM as an ordinary user."));
    }

    private static ServerUser steppingDownTo(Account account) {
        List<String> refusals = new ArrayList<>();
        for (List<String> prefix : waysToStepDown(account)) {
            List<String> line = new ArrayList<>(prefix);
            line.addAll(List.of("/bin/sh", "-c", "id -u"));
            try {
                Command.Result result = Command.run(line, ANYWHERE, A_MOMENT);
                if (result.output().equals(Integer.toString(account.uid))) {
                    return new ServerUser(true, prefix, account);
                }
                refusals.add("%s: %s".formatted(prefix.get(0), result));
            } catch (IOException notThere) {
                refusals.add("%s: %s".formatted(prefix.get(0), notThere.getMessage()));
            }
        }
        throw new PostgresServerException(("PostgreSQL does not run as root, and no way was found to run it as '%s'."
                        + " Install 'setpriv' (util-linux), or start this JVM as an ordinary user. Tried: %s")
                .formatted(account.name, refusals));
    }

    private static List<List<String>> waysToStepDown(Account account) {
        return List.of(
                List.of("setpriv", "--reuid=" + account.uid, "--regid=" + account.gid, "--clear-groups", "--"),
                List.of("runuser", "-u", account.name, "--"),
                // The account's own shell may be one that refuses everybody; the last "--" ends what su reads itself.
                List.of("su", "-s", "/bin/sh", "-c", "exec \"$0\" \"$@\"", account.name, "--"),
                List.of("sudo", "-n", "-u", account.name, "--"));
    }

    private static boolean exists(String name) {
        try {
            return Command.run(List.of("id", "-u", name), ANYWHERE, A_MOMENT).succeeded();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static int id(String... arguments) {
        List<String> line = new ArrayList<>(List.of("id"));
        line.addAll(List.of(arguments));
        try {
            return Integer.parseInt(Command.run(line, ANYWHERE, A_MOMENT).output());
        } catch (IOException | NumberFormatException failure) {
            throw new PostgresServerException("The program 'id' does not say who this JVM's user is.", failure);
        }
    }

    /** Returns whether this JVM's user and the server's are the same. */
    boolean isJvmUser() {
        return !isRoot;
    }

    String jvmUserName() {
        return isRoot ? "root" : account.name;
    }

    boolean isOwnedByJvmUser(Path path) throws IOException {
        int owner = (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        return owner == (isRoot ? 0 : account.uid);
    }

    /** Returns whether the server's user may enter a directory, and so everything above it. */
    boolean canEnter(Path directory) {
        if (!isRoot) {
            return Files.isExecutable(directory);
        }
        try {
            return run(ANYWHERE, A_MOMENT, "/bin/sh", "-c", "cd \"$0\"", directory.toString())
                    .succeeded();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Makes the server's user the owner of a file or directory. */
    void give(Path path) throws IOException {
        if (isRoot) {
            Files.setAttribute(path, "unix:gid", account.gid, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(path, "unix:uid", account.uid, LinkOption.NOFOLLOW_LINKS);
        }
    }

    /**
     * Runs a program as this user.
     *
     * @throws IOException if it cannot be run at all
     */
    Command.Result run(Path workingDirectory, Duration atMost, String... program) throws IOException {
        return Command.run(command(program), workingDirectory, atMost);
    }

    /** Returns what has to be run so that a program runs as this user. */
    List<String> command(String... program) {
        List<String> line = new ArrayList<>(prefix);
        line.addAll(List.of(program));
        return line;
    }

    /** Returns the name, for messages. */
    @Override
    public String toString() {
        return account.name;
    }
}
