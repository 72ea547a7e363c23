package io.tenantschemas.routing;

import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

import io.tenantschemas.context.TenantBinding;
import io.tenantschemas.tenant.Tenant;

/**
 * What is known of the database session behind a connection of the driver, for as long as that is open: whom it served last,
 * and what was done in it that the next tenant must not meet. One thread at a time changes it, whoever has the connection.
 */
final class Session {

    private static final @Nullable Class<?> DRIVERS_CONNECTION = driversConnection();

    // Of all routing data sources, because two of them may stand before one pool. Keys are compared by identity, as the
    // driver's connections do not define equals(...).
    private static final Map<Object, Session> SESSIONS = Collections.synchronizedMap(new WeakHashMap<>());

    /** So many new schemas with all their tables are about as much for the server to keep as the tenants that a session serves. */
    private static final int MOST_GUESTS = 25;

    /** What the driver made, if this is found again by it. The pool may close it at any time. */
    private final @Nullable WeakReference<Object> physical;

    private volatile StatementEffect worst = StatementEffect.NONE;

    private volatile boolean pathMoved;

    private final Set<Long> tenants = new HashSet<>();

    private final TenantTexts texts = new TenantTexts();

    private @Nullable String applicationName;

    private @Nullable String database;

    private @Nullable TenantBinding lastServed;

    private Inquiry inquiry = Inquiry.NONE;

    private @Nullable String reportedPath;

    private boolean touched;

    private boolean named;

    private @Nullable TenantBinding drawnBy;

    private boolean temporaryObjects;

    private boolean otherWording;

    private boolean retired;

    /** How many tenants' migrations and initializers have been at work of which it is not known what they left. */
    private int guests;

    private int guestsGone;

    private Session(@Nullable Object physical) {
        this.physical = physical == null ? null : new WeakReference<>(physical);
    }

    private static @Nullable Class<?> driversConnection() {
        String name = "org.postgresql.PGConnection";
        ClassLoader loader = Session.class.getClassLoader();
        return ClassUtils.isPresent(name, loader) ? ClassUtils.resolveClassName(name, loader) : null;
    }

    /** Returns the session behind {@code connection}, which may be wrapped by a pool and others. */
    static Session of(Connection connection) throws SQLException {
        return DRIVERS_CONNECTION != null && connection.isWrapperFor(DRIVERS_CONNECTION)
                ? SESSIONS.computeIfAbsent(connection.unwrap(DRIVERS_CONNECTION), Session::new)
                : new Session(null);
    }

    /** Notes that {@code sql} is executed in the session. */
    void note(String sql) {
        note(StatementEffect.of(sql));
    }

    /** Notes that something with this effect is executed in the session. */
    void note(StatementEffect effect) {
        if (effect == StatementEffect.NONE) {
            return;
        }
        pathMoved = true;
        if (effect.compareTo(worst) > 0) {
            worst = effect;
        }
    }

    /** Notes that something may be done in the session that nobody sees. */
    void noteUnseen() {
        note(StatementEffect.SETTINGS);
    }

    /** Notes that a tenant's migrations work in the session for somebody else: nobody gets it afterwards. */
    void noteGuest() {
        pathMoved = true;
        guests++;
    }

    /** Notes that they are through and left nothing: others may get it, unless the server has learnt of many schemas in it. */
    void noteGuestGone() {
        if (++guestsGone < MOST_GUESTS) {
            guests--;
        }
    }

    void notePathMoved() {
        note(StatementEffect.PATH);
    }

    /** Returns whether this will be found again when the pool hands out the connection for the next time. */
    boolean isRemembered() {
        return physical != null;
    }

    /** Returns whether the driver's connection is known to be closed: nobody gets it any more. */
    boolean isGone() {
        if (physical == null) {
            return false;
        }
        try {
            return !(physical.get() instanceof Connection connection) || connection.isClosed();
        } catch (SQLException broken) {
            return true;
        }
    }

    /** Returns whether the session served anybody before. */
    boolean hasServed() {
        return lastServed != null;
    }

    /** Returns whether the session served {@code binding} last, so that what is left in it is its own. */
    boolean served(TenantBinding binding, SearchPaths paths) {
        return lastServed != null && paths.areSame(lastServed, binding);
    }

    /** Returns whether the session served a tenant last that had the name which another has now. */
    boolean servedNamesakeOf(TenantBinding binding, SearchPaths paths) {
        Tenant last = lastServed == null ? null : paths.tenantOf(lastServed);
        Tenant next = paths.tenantOf(binding);
        return last != null
                && next != null
                && last.id() != next.id()
                && last.schema().equals(next.schema());
    }

    /** Returns whether the session cannot be made fit for {@code binding}. */
    boolean isSpoiltFor(TenantBinding binding, SearchPaths paths) {
        return isLost() || (isSpoilt() && !served(binding, paths));
    }

    /** Returns whether nobody can use the session any more. */
    boolean isLost() {
        return guests > 0 || worst == StatementEffect.TRANSACTION;
    }

    /** Returns whether anybody but the one whom it served would find something that cannot be undone. */
    boolean isSpoilt() {
        return guests > 0 || worst.compareTo(StatementEffect.SETTINGS) >= 0;
    }

    /** Returns the texts in which it executes statements. */
    TenantTexts texts() {
        return texts;
    }

    /** Returns the application name that the pool gave the session, of which each tenant's is made. */
    String applicationName(Connection connection) throws SQLException {
        if (applicationName == null) {
            // Before anybody got the connection.
            applicationName = Objects.requireNonNullElse(connection.getClientInfo("ApplicationName"), "");
        }
        return applicationName;
    }

    /** Returns the address of the database. */
    String database(Connection connection) throws SQLException {
        if (database == null) {
            database = Objects.requireNonNullElse(connection.getMetaData().getURL(), "");
        }
        return database;
    }

    boolean hasTemporaryObjects() {
        return temporaryObjects;
    }

    void noteTemporaryObjects() {
        temporaryObjects = true;
    }

    /** Returns whether the path may have been moved since the session was pointed, or since it is there. */
    boolean pathMayHaveMoved() {
        return pathMoved || isSpoilt() || lastServed == null;
    }

    /**
     * Returns whether the path has to be set in words other than the last time. Before PostgreSQL 18, pgjdbc notices by the
     * words alone that the path is another one, and else reuses statements that it prepared for the path in between.
     */
    boolean otherWording() {
        if (pathMoved) {
            otherWording = !otherWording;
            pathMoved = false;
        }
        return otherWording;
    }

    /**
     * Returns whether the session points at {@code binding} still, as far as anybody can know: it served it last, and nothing
     * was done since that may have moved the path.
     *
     * @param reported the path that the server reported last, or null if it reports none
     */
    boolean pointsAt(TenantBinding binding, SearchPaths paths, @Nullable String reported) {
        return isRemembered()
                && served(binding, paths)
                && !pathMayHaveMoved()
                && Objects.equals(reported, reportedPath);
    }

    /**
     * Returns whether the session has the neutral path, or that of {@code binding}, and nothing in it of anybody else, as far as
     * anybody can know.
     *
     * @param neutral the neutral path
     * @param own the path of {@code binding}
     * @param now the time; a server that reports no path is asked once a second, because a function may have moved it
     * @param reported the path that the server reported last, or null if it reports none
     */
    boolean isNeutralFor(
            TenantBinding binding, SearchPaths paths, String neutral, String own, long now, @Nullable String reported) {
        boolean isOld = reported == null && inquiry.isOldAt(now);
        if (!isRemembered() || pathMayHaveMoved() || isOld || !Objects.equals(reported, reportedPath)) {
            return false;
        }
        boolean isOwn = served(binding, paths);
        return (inquiry.path().equals(neutral) && (!touched || isOwn))
                || (inquiry.path().equals(own) && isOwn);
    }

    /** Notes that {@code binding} is about to do what may leave something in the session, or find what was left there. */
    void touch(TenantBinding binding) {
        lastServed = binding;
        touched = true;
    }

    /** Notes that {@code binding} chooses the application name. */
    void noteName(TenantBinding binding) {
        touch(binding);
        named = true;
    }

    /** Returns whether the one whom the session serves chose the application name. */
    boolean isNamed() {
        return named;
    }

    /** Notes that {@code binding} may draw numbers from sequences, of which the session keeps the last. */
    void draw(TenantBinding binding) {
        drawnBy = binding;
    }

    /** Returns whether the session may keep numbers that somebody else than {@code binding} drew last. */
    boolean keepsNumbersOfOthersThan(TenantBinding binding, SearchPaths paths) {
        return drawnBy != null && !paths.areSame(drawnBy, binding);
    }

    /** Notes what was asked when the session was pointed, and the path that the server reported then, or null if none. */
    void pointed(Inquiry asked, @Nullable String reported) {
        inquiry = asked;
        reportedPath = reported;
    }

    /** Notes that nobody knows any more where the session points. */
    void forgetInquiry() {
        inquiry = Inquiry.NONE;
    }

    /** Returns what was asked when the session was pointed last. */
    Inquiry inquiry() {
        return inquiry;
    }

    /** Notes that the session now serves {@code binding} and holds nothing of anybody else. */
    void serves(TenantBinding binding) {
        lastServed = binding;
        touched = false;
        named = false;
        drawnBy = null;
        receive(binding);
    }

    /** Notes that {@code binding} got the session, whose process learns of its tables. */
    void receive(TenantBinding binding) {
        binding.tenant().ifPresent(tenant -> tenants.add(tenant.id()));
    }

    /** Returns whether the session served that many tenants, or more. */
    boolean servedAtLeast(int different) {
        return tenants.size() >= different;
    }

    /**
     * Returns whether statements of tenants have to differ in their text: the driver does not notice that the path is another
     * one, because the server does not report it.
     */
    boolean needsTags() {
        return isRemembered() && reportedPath == null;
    }

    /** Notes that the connection is taken out of service, and returns whether it was already. */
    boolean retire() {
        boolean before = retired;
        retired = true;
        return before;
    }
}
