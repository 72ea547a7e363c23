package io.tenantschemas.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands have in common. */
@Command(
        mixinStandardHelpOptions = false,
        sortOptions = false,
        usageHelpAutoWidth = true,
        exitCodeListHeading = "%nExit codes:%n",
        optionListHeading = "%nOptions:%n",
        descriptionHeading = "%n",
        footerHeading = "%n",
        exitCodeList = {
            "0:done",
            "1:at least one tenant failed",
            "2:wrong usage",
            "3:nothing could be tried, for example because there is no database"
        })
abstract class OperatorCommand {

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli.
    CommandSpec spec;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description =
                    "text (default) or json. With json, standard output holds one JSON document and " + "nothing else.")
    OutputFormat output = OutputFormat.text;

    @Option(names = "--help", usageHelp = true, description = "Show this help and do nothing.")
    boolean help;

    /** Settles how the command line is read. */
    void configure(CommandLine line) {}

    /** Refuses what each option for itself allows. */
    void validate() {}

    /**
     * Does the work.
     *
     * @return the exit code
     */
    abstract int run(CommandBeans beans, Console console);

    /** Writes the answer for whom it is for. */
    final void answer(String text, Object document, Console console) {
        switch (output) {
            case text -> console.out().println(text);
            case json -> JsonDocument.write(document, console.out());
        }
    }
}
