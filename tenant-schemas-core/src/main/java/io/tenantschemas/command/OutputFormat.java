package io.tenantschemas.command;

/** For whom an answer is written. */
enum OutputFormat {

    /** For people. */
    text,

    /** For programs: one JSON document and nothing else. */
    json;

    /** Returns what a command line asks for that cannot be read to its end. */
    static OutputFormat wantedBy(String... arguments) {
        String line = " " + String.join(" ", arguments) + " ";
        return line.contains(" --output=json ") || line.contains(" --output json ") ? json : text;
    }
}
