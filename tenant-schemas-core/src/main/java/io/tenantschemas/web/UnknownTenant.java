package io.tenantschemas.web;

/** What happens to a request whose host leads to no tenant. */
public enum UnknownTenant {

    /** It is answered with 404. */
    NOT_FOUND,

    /** The main site serves it, bound to the shared tables. */
    PUBLIC
}
