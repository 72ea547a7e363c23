package io.tenantschemas.autoconfigure.routing;

/** Tells which bean the application means schemas to be made and changed with. */
@FunctionalInterface
interface DdlQualifier {

    /** Returns whether that is the bean of that name, or one of several. Makes no beans. */
    boolean isOn(String beanName);
}
