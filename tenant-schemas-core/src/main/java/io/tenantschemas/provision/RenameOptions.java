package io.tenantschemas.provision;

/**
 * How a tenant gets another name.
 *
 * @param mentionsAllowed whether it does although functions and the like have its former name in a text; see
 *     {@link #allowingMentions()}
 */
public record RenameOptions(boolean mentionsAllowed) {

    /** Returns that a tenant is not renamed of which a function, a trigger or a setting has the name in a text. */
    public static RenameOptions refusingMentions() {
        return new RenameOptions(false);
    }

    /**
     * Returns that a tenant is renamed whatever its functions, triggers and settings say. Somebody has made sure that none of them
     * finds its way by the former name, or writes them anew before anybody else can get that: they would work for whoever has it.
     */
    public static RenameOptions allowingMentions() {
        return new RenameOptions(true);
    }
}
