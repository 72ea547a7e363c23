package io.tenantschemas.command;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;

/**
 * The last line of a terminal, which is written anew again and again. Whatever else is written to the terminal goes through this
 * stream, and comes to stand above the line.
 */
public final class StatusLine extends OutputStream {

    private static final String ERASE = "\r\u001b[K";

    private final OutputStream terminal;

    private final Charset charset;

    private final int width;

    private String text = "";

    private boolean isVisible;

    private boolean isAtStartOfLine = true;

    /**
     * Creates a line that shows nothing.
     *
     * @param terminal where everything is written to
     * @param charset the terminal's
     * @param width the number of characters that fit into a line of it
     */
    public StatusLine(OutputStream terminal, Charset charset, int width) {
        this.terminal = terminal;
        this.charset = charset;
        this.width = width;
    }

    /** Returns how many characters may be shown, so that the cursor stays in the same line. */
    int width() {
        return width - 1;
    }

    /** Shows that text instead of what was shown before. */
    synchronized void show(String text) {
        this.text = text;
        if (isAtStartOfLine) {
            try {
                draw();
                terminal.flush();
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        }
    }

    /** Shows nothing any more. */
    void clear() {
        show("");
    }

    private void draw() throws IOException {
        erase();
        terminal.write(text.getBytes(charset));
        isVisible = !text.isEmpty();
    }

    private void erase() throws IOException {
        if (isVisible) {
            terminal.write(ERASE.getBytes(charset));
            isVisible = false;
        }
    }

    @Override
    public synchronized void write(int letter) throws IOException {
        write(new byte[] {(byte) letter}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] letters, int offset, int length) throws IOException {
        if (length == 0) {
            return;
        }
        erase();
        terminal.write(letters, offset, length);
        isAtStartOfLine = letters[offset + length - 1] == '\n';
        if (isAtStartOfLine) {
            draw();
        }
    }

    @Override
    public synchronized void flush() throws IOException {
        terminal.flush();
    }
}
