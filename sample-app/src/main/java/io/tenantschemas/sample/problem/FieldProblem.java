package io.tenantschemas.sample.problem;

/**
 * What is wrong with one field of the input.
 *
 * @param field the name of the field
 * @param message what to do about it
 */
public record FieldProblem(String field, String message) {}
