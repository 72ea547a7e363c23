package io.tenantschemas.command;

/** What a command's exit code means. */
public final class ExitCode {

    /** The command has done what it was asked to. */
    public static final int DONE = 0;

    /** At least one schema or tenant failed, was left out because of another one, or is unknown. */
    public static final int FAILED = 1;

    /** The command line is wrong, or can mean nothing in this application. */
    public static final int WRONG_USAGE = 2;

    /** Nothing could be tried, for example because there is no database. */
    public static final int NOTHING_TRIED = 3;

    private ExitCode() {}
}
