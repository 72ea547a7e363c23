package io.tenantschemas.benchmarks.load;

/** Sees that each part of a page was made from a row of the tenant that was asked for. */
final class AnswerCheck {

    private static final String OWNER = "\"owner\":\"";

    /** Customer, address, three items, payment, shipment, two reviews. */
    private static final int PARTS = 9;

    private AnswerCheck() {}

    /**
     * Checks an answer.
     *
     * @throws WrongAnswerException if it is none, is incomplete or has somebody else's row
     */
    static void check(Answer answer, String owner) {
        if (!answer.status().startsWith("HTTP/1.1 200") || partsOf(answer.body(), owner) != PARTS) {
            throw new WrongAnswerException(owner, answer);
        }
    }

    /** Returns how many parts there are, or -1 if one of them is somebody else's. */
    private static int partsOf(String page, String owner) {
        int parts = 0;
        for (int at = page.indexOf(OWNER); at >= 0; at = page.indexOf(OWNER, at + 1)) {
            int name = at + OWNER.length();
            if (!page.startsWith(owner, name) || page.charAt(name + owner.length()) != '"') {
                return -1;
            }
            parts++;
        }
        return parts;
    }
}
