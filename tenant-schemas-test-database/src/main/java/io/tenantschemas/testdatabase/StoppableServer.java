package io.tenantschemas.testdatabase;

/**
 * A server for tests and how to be rid of it.
 *
 * @param address how it is reached
 * @param stop ends what was started; does nothing for a server that was there already
 * @param isGiven whether it was there already, and so keeps what is not cleaned up
 */
record StoppableServer(ServerAddress address, Runnable stop, boolean isGiven) {

    static StoppableServer given(ServerAddress address) {
        return new StoppableServer(address, () -> {}, true);
    }

    static StoppableServer started(ServerAddress address, Runnable stop) {
        return new StoppableServer(address, stop, false);
    }
}
