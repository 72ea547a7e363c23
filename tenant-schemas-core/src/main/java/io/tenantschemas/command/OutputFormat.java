package io.tenantschemas.command;

/** For whom an answer is written. */
enum OutputFormat {

    /** For people. */
    text,

    /** For programs: one JSON document and nothing else. */
    json
}
