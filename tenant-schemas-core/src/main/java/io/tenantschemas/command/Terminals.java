package io.tenantschemas.command;

import java.io.BufferedReader;
import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** Finds out whether somebody watches at a terminal. */
public final class Terminals {

    private static final int USUAL_WIDTH = 80;

    private static final int WIDEST = 120;

    private static final int NARROWEST = 20;

    private static final Path STANDARD_INPUT = Path.of("/proc/self/fd/0");

    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private static final Pattern TERMINAL = Pattern.compile("/dev/(pts/\\d+|tty\\w*|console)");

    private static final Pattern SIZE = Pattern.compile("\\d+ (\\d+)\\s*");

    private Terminals() {}

    /**
     * Returns the last line of the terminal that standard error is, or empty if it is none, or one on which nothing can be written
     * anew.
     *
     * @param standardError where standard error goes to
     * @param charset its character set
     */
    public static Optional<StatusLine> statusLine(OutputStream standardError, Charset charset) {
        Map<String, String> environment = System.getenv();
        return canRewrite(environment) && isTerminal(STANDARD_ERROR)
                ? Optional.of(new StatusLine(standardError, charset, width(environment)))
                : Optional.empty();
    }

    /** Returns whether lines may be written anew; a build server may give its jobs a terminal of which it keeps each letter. */
    static boolean canRewrite(Map<String, String> environment) {
        String terminal = environment.getOrDefault("TERM", "dumb");
        return !environment.containsKey("CI") && !terminal.equals("dumb") && !terminal.isEmpty();
    }

    /**
     * Returns a way to ask the person at the terminal, or empty if standard input or standard error is none: nobody would answer,
     * or see the question.
     *
     * @param standardError where questions are written to
     * @param charset the character set of standard input
     */
    public static Optional<Question> question(PrintWriter standardError, Charset charset) {
        if (!isTerminal(STANDARD_INPUT) || !isTerminal(STANDARD_ERROR)) {
            return Optional.empty();
        }
        return Optional.of(prompt -> {
            standardError.print(prompt);
            standardError.flush();
            return answer(charset);
        });
    }

    private static Optional<String> answer(Charset charset) {
        try {
            return Optional.ofNullable(new BufferedReader(new InputStreamReader(System.in, charset)).readLine());
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static boolean isTerminal(Path stream) {
        try {
            return isTerminal(Files.readSymbolicLink(stream).toString());
        } catch (IOException | UnsupportedOperationException notLinux) {
            return isConsoleTerminal(System.console());
        }
    }

    /** Returns whether that is a terminal, and no file, pipe or socket. */
    static boolean isTerminal(String device) {
        return TERMINAL.matcher(device).matches();
    }

    /** Elsewhere, it is taken for one where standard input and output are: Java does not say more. */
    private static boolean isConsoleTerminal(@Nullable Console console) {
        try {
            // From Java 22 on there is a console also where there is no terminal, and it says so.
            return console != null
                    && (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException before) {
            return true;
        } catch (ReflectiveOperationException unknown) {
            return false;
        }
    }

    private static int width(Map<String, String> environment) {
        return width(environment.get("COLUMNS"))
                .or(Terminals::askedWidth)
                .map(width -> Math.max(NARROWEST, Math.min(WIDEST, width)))
                .orElse(USUAL_WIDTH);
    }

    private static Optional<Integer> width(@Nullable String columns) {
        return Optional.ofNullable(columns)
                .filter(text -> text.matches("[1-9]\\d{0,3}"))
                .map(Integer::valueOf);
    }

    /** Asks the terminal, which Java cannot. */
    private static Optional<Integer> askedWidth() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .start();
            String size = stty.waitFor(1, TimeUnit.SECONDS)
                    ? new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    : "";
            stty.destroy();
            Matcher matcher = SIZE.matcher(size);
            return matcher.matches() ? width(matcher.group(1)) : Optional.empty();
        } catch (IOException unknown) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
